package io.ancho.run.execution;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PatienceTests {

	@Test
	void aShortChunkMayBeOutForAMinute() {
		assertThat(Patience.with(Duration.ofSeconds(2), 1, 1)).isEqualTo(Duration.ofSeconds(60));
	}

	@Test
	void aLongChunkMayTakeTenTimesWhatIsExpected() {
		assertThat(Patience.with(Duration.ofSeconds(30), 1, 1)).isEqualTo(Duration.ofMinutes(5));
	}

	@Test
	void anUnknownModelMayTakeTenMinutes() {
		assertThat(Patience.with(null, 1, 1)).isEqualTo(Duration.ofMinutes(10));
	}

	@Test
	void itGrowsWithTheRunsThatShareTheQueueAndDoublesWithEachTime() {
		assertThat(Patience.with(Duration.ofSeconds(2), 5, 1)).isEqualTo(Duration.ofMinutes(5));
		assertThat(Patience.with(Duration.ofSeconds(2), 1, 3)).isEqualTo(Duration.ofMinutes(4));
	}

}
