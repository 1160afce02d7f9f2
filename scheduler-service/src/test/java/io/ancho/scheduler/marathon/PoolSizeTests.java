package io.ancho.scheduler.marathon;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A pool between 1 and 8 instances, two chunks to each, calm after five minutes.
 */
class PoolSizeTests {

	private static final PoolSize.Limits LIMITS = new PoolSize.Limits(1, 8, 2, Duration.ofMinutes(5));

	private PoolSize size = PoolSize.UNKNOWN;

	private Instant now = Instant.EPOCH;

	/** The size Marathon has after a look, if it obeys. */
	private int look(int instances, long backlog) {
		PoolSize.Decision decision = this.size.look(instances, backlog, LIMITS, this.now);
		this.size = decision.next();
		return decision.scaleTo().orElse(instances);
	}

	private PoolSizeTests after(Duration time) {
		this.now = this.now.plus(time);
		return this;
	}

	@Test
	void growsAtOnceByWhatIsOutstandingUpToTheMaximum() {
		assertThat(look(1, 3)).isEqualTo(2);
		assertThat(look(2, 6)).isEqualTo(3);
		assertThat(look(3, 1_000_000_000_000L)).isEqualTo(8);
	}

	@Test
	void shrinksOnlyWhenFewerHaveBeenEnoughForLong() {
		assertThat(look(1, 12)).isEqualTo(6);
		assertThat(after(Duration.ofMinutes(3)).look(6, 4)).isEqualTo(6);
		assertThat(after(Duration.ofMinutes(2)).look(6, 0)).isEqualTo(6);
		assertThat(after(Duration.ofSeconds(1)).look(6, 0)).isEqualTo(2);
		assertThat(after(Duration.ofMinutes(5)).look(2, 0)).isEqualTo(1);
	}

	@Test
	void newLeaderShrinksNothingBeforeItHasLookedForLong() {
		assertThat(look(6, 0)).isEqualTo(6);
		assertThat(after(Duration.ofMinutes(4)).look(6, 0)).isEqualTo(6);
		assertThat(after(Duration.ofMinutes(1)).look(6, 0)).isEqualTo(1);
	}

	@Test
	void personsSizeWinsUntilThePoolHasBeenIdle() {
		assertThat(look(2, 4)).isEqualTo(2);
		assertThat(after(Duration.ofMinutes(9)).look(5, 16)).isEqualTo(5);
		assertThat(this.size.yields()).isTrue();
		assertThat(after(Duration.ofMinutes(1)).look(3, 16)).isEqualTo(3);
		assertThat(after(Duration.ofMinutes(4)).look(3, 0)).isEqualTo(3);
		assertThat(after(Duration.ofMinutes(2)).look(3, 0)).isEqualTo(1);
		assertThat(this.size.yields()).isFalse();
		assertThat(look(1, 16)).isEqualTo(8);
	}

	@Test
	void changeThatDidNotGetThroughIsNoPersons() {
		assertThat(look(2, 8)).isEqualTo(4);
		assertThat(look(2, 8)).isEqualTo(4);
		assertThat(look(4, 10)).isEqualTo(5);
	}

}
