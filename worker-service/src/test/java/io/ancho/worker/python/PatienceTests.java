package io.ancho.worker.python;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PatienceTests {

	private static final long TICK = Duration.ofMillis(60).toNanos();

	private final AtomicLong index = new AtomicLong(9);

	private long now;

	private final Patience patience = new Patience(this.index::get, 10, 20, Duration.ofSeconds(1),
			Duration.ofSeconds(5), 0);

	@Test
	void endsAboutWhenASequenceTakesTooLong() {
		this.index.set(10);
		assertThat(secondsUntilItIsOver()).isBetween(1.0, 1.3);
	}

	@Test
	void lastsAsLongAsThereIsProgress() {
		for (int sequence = 10; sequence < 20; sequence++) {
			this.index.set(sequence);
			assertThat(isOverWithin(Duration.ofMillis(900))).isFalse();
		}
		assertThat(secondsUntilItIsOver()).isLessThan(0.5);
	}

	@Test
	void countsNextToNothingOfTheTimeInWhichNobodyLooked() {
		this.index.set(10);
		for (int i = 0; i < 4; i++) {
			this.now += Duration.ofHours(1).toNanos();
			assertThat(this.patience.isOver(this.now)).isFalse();
		}
	}

	@Test
	void allowsMoreTimeBetweenSequences() {
		this.index.set(20);
		assertThat(secondsUntilItIsOver()).isBetween(5.0, 5.3);
	}

	@Test
	void isNotImpressedByAnIndexThatIsMadeUp() {
		AtomicLong made = new AtomicLong();
		Patience deceived = new Patience(() -> (made.incrementAndGet() % 2 == 0) ? 15 : 1 << 30, 10, 20,
				Duration.ofSeconds(1), Duration.ofSeconds(5), 0);
		long end = 0;
		while (!deceived.isOver(end)) {
			end += TICK;
			assertThat(end).isLessThan(Duration.ofSeconds(6).toNanos());
		}
	}

	private boolean isOverWithin(Duration time) {
		for (long end = this.now + time.toNanos(); this.now + TICK <= end;) {
			this.now += TICK;
			if (this.patience.isOver(this.now)) {
				return true;
			}
		}
		return false;
	}

	private double secondsUntilItIsOver() {
		long began = this.now;
		assertThat(isOverWithin(Duration.ofMinutes(1))).isTrue();
		return (this.now - began) / 1e9;
	}

}
