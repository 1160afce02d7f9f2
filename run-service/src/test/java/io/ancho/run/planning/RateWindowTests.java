package io.ancho.run.planning;

import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class RateWindowTests {

	private static final Instant START = Instant.parse("2026-11-21T09:00:00Z");

	private final RateWindow window = new RateWindow(START);

	@Test
	void atFirstTheRateIsOverTheTimeSinceTheStart() {
		this.window.add(START.plusSeconds(1), 1000);
		assertThat(this.window.perSecond(START.plusSeconds(2))).isEqualTo(500);
	}

	@Test
	void whatIsLongAgoDoesNotCount() {
		this.window.add(START, 1_000_000);
		for (int second = 1; second <= 100; second++) {
			this.window.add(START.plusSeconds(second), 10);
		}
		assertThat(this.window.perSecond(START.plusMillis(100_900))).isCloseTo(10, within(0.1));
	}

	@Test
	void whereNothingCameInForLongItIsTheRateOfTheWholeRun() {
		this.window.add(START.plusSeconds(10), 100);
		assertThat(this.window.perSecond(START.plusSeconds(100))).isEqualTo(1);
	}

	@Test
	void nothingIsNoRate() {
		assertThat(this.window.perSecond(START.plusSeconds(5))).isZero();
	}

}
