package io.ancho.localstack;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RestartsTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	@Test
	void aPartThatNeverWorkedIsGivenUpAfterItsThirdDeath() {
		Restarts twice = Restarts.none().diedAfter(SECOND).diedAfter(SECOND);
		assertThat(twice.hopeless()).isFalse();
		assertThat(twice.diedAfter(SECOND).hopeless()).isTrue();
	}

	@Test
	void aPartThatOnceWorkedIsNeverGivenUp() {
		Restarts restarts = Restarts.none().ready();
		for (int i = 0; i < 100; i++) {
			restarts = restarts.diedAfter(SECOND);
		}
		assertThat(restarts.hopeless()).isFalse();
		assertThat(restarts.count()).isEqualTo(100);
		assertThat(restarts.pause()).isEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void pausesDoubleWithEveryEarlyDeathAndBeginAnewAfterALongLife() {
		Restarts once = Restarts.none().ready().diedAfter(SECOND);
		assertThat(once.pause()).isEqualTo(Duration.ofMillis(500));
		assertThat(once.diedAfter(SECOND).pause()).isEqualTo(Duration.ofSeconds(1));
		assertThat(once.diedAfter(SECOND).diedAfter(Duration.ofHours(1)).pause()).isEqualTo(Duration.ofMillis(500));
	}

}
