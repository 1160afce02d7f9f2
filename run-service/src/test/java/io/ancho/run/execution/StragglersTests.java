package io.ancho.run.execution;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StragglersTests {

	private static final Instant START = Instant.parse("2026-11-21T09:00:00Z");

	private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

	private final Stragglers stragglers = new Stragglers();

	private static Instant after(double seconds) {
		return START.plusMillis((long) (seconds * 1000));
	}

	@Test
	void noChunkStragglesWhileEverySlotHasWork() {
		this.stragglers.look(false, after(0));
		assertThat(this.stragglers.include(after(0), TWO_SECONDS, after(600))).isFalse();
	}

	@Test
	void chunkStragglesWhenItHasTakenThreeTimesAsLongAsItShould() {
		this.stragglers.look(true, after(0));
		assertThat(this.stragglers.include(after(0), TWO_SECONDS, after(6))).isFalse();
		assertThat(this.stragglers.include(after(0), TWO_SECONDS, after(6.1))).isTrue();
	}

	@Test
	void chunkOfAMomentIsGivenFiveSeconds() {
		this.stragglers.look(true, after(0));
		assertThat(this.stragglers.include(after(0), Duration.ofMillis(1), after(5))).isFalse();
		assertThat(this.stragglers.include(after(0), Duration.ofMillis(1), after(5.1))).isTrue();
	}

	@Test
	void timeInTheQueueBehindOthersDoesNotCount() {
		this.stragglers.look(true, after(20));
		this.stragglers.look(true, after(24));
		assertThat(this.stragglers.include(after(0), TWO_SECONDS, after(25))).isFalse();
		assertThat(this.stragglers.include(after(0), TWO_SECONDS, after(26.1))).isTrue();
		assertThat(this.stragglers.include(after(22), TWO_SECONDS, after(27))).isFalse();
	}

	@Test
	void nothingIsKnownOfAPilot() {
		this.stragglers.look(true, after(0));
		assertThat(this.stragglers.include(after(0), null, after(600))).isFalse();
	}

}
