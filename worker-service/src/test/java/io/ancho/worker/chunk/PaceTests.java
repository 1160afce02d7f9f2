package io.ancho.worker.chunk;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PaceTests {

	private long now;

	private final Pace pace = new Pace(() -> this.now);

	private void pass(Duration time) {
		this.now += time.toNanos();
	}

	private void compute(String run, long count, Duration time) {
		this.pace.begin(run, count);
		pass(time);
		this.pace.end(run, count);
	}

	private void computeEvenly() {
		for (int i = 0; i < 3; i++) {
			compute("r", 100, Duration.ofSeconds(2));
		}
	}

	@Test
	void aChunkIsNearlyOverShortlyBeforeItsEnd() {
		computeEvenly();
		assertThat(this.pace.isNearlyOver()).isFalse();
		this.pace.begin("r", 200);
		pass(Duration.ofMillis(3_700));
		assertThat(this.pace.isNearlyOver()).isFalse();
		pass(Duration.ofMillis(100));
		assertThat(this.pace.isNearlyOver()).isTrue();
	}

	@Test
	void ofAShortChunkTheLastFifthIs() {
		computeEvenly();
		this.pace.begin("r", 5);
		pass(Duration.ofMillis(79));
		assertThat(this.pace.isNearlyOver()).isFalse();
		pass(Duration.ofMillis(1));
		assertThat(this.pace.isNearlyOver()).isTrue();
	}

	@Test
	void nothingIsSaidOfAnotherRun() {
		computeEvenly();
		this.pace.begin("s", 100);
		pass(Duration.ofSeconds(2));
		assertThat(this.pace.isNearlyOver()).isFalse();
	}

	@Test
	void nothingIsSaidOfSequencesThatTakeNowMoreNowLess() {
		computeEvenly();
		compute("r", 100, Duration.ofSeconds(3));
		this.pace.begin("r", 100);
		pass(Duration.ofSeconds(3));
		assertThat(this.pace.isNearlyOver()).isFalse();
	}

	@Test
	void whatIsForgottenIsNotOver() {
		computeEvenly();
		this.pace.begin("r", 100);
		pass(Duration.ofSeconds(2));
		this.pace.forget();
		assertThat(this.pace.isNearlyOver()).isFalse();
	}

}
