package io.ancho.worker.chunk;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TurnsTests {

	private static final Duration NOT_AT_ALL = Duration.ZERO;

	private static final Duration LONG = Duration.ofSeconds(20);

	private final Turns turns = new Turns(() -> 0);

	@Test
	void whileOneLaneTakesTheOtherWaitsForItsTurn() throws Exception {
		CompletableFuture<Turns.Turn> other;
		try (Turns.Turn one = this.turns.take()) {
			other = CompletableFuture.supplyAsync(this::take);
			assertThat(other).isNotDone();
			assertThat(one.compute(NOT_AT_ALL)).isTrue();
			other.get(LONG.toSeconds(), TimeUnit.SECONDS).close();
		}
	}

	@Test
	void whileOneLaneComputesTheOtherMayTakeButNotCompute() throws Exception {
		try (Turns.Turn one = this.turns.take()) {
			assertThat(one.compute(NOT_AT_ALL)).isTrue();
			try (Turns.Turn other = this.turns.take()) {
				assertThat(other.compute(NOT_AT_ALL)).isFalse();
				one.close();
				assertThat(other.compute(NOT_AT_ALL)).isTrue();
			}
		}
		assertThat(this.turns.isComputing()).isFalse();
	}

	@Test
	void aTurnThatEndsTwiceEndsOnce() throws Exception {
		Turns.Turn one = this.turns.take();
		one.compute(NOT_AT_ALL);
		one.close();
		one.close();
		try (Turns.Turn other = this.turns.take()) {
			assertThat(other.compute(NOT_AT_ALL)).isTrue();
			try (Turns.Turn third = this.turns.take()) {
				assertThat(third.compute(NOT_AT_ALL)).isFalse();
			}
		}
	}

	@Test
	void whoWaitsForTheEndOfAnotherIsWokenByIt() throws Exception {
		Turns.Turn one = this.turns.take();
		one.compute(NOT_AT_ALL);
		CompletableFuture<Void> waiting = waiting();
		assertThat(waiting).isNotDone();
		one.close();
		waiting.get(LONG.toSeconds(), TimeUnit.SECONDS);
	}

	@Test
	void whoWaitsIsWokenShortlyBeforeTheEndIfThatCanBeTold() throws Exception {
		for (int i = 0; i < 3; i++) {
			this.turns.pace().begin("r", 1);
			this.turns.pace().end("r", 1);
		}
		try (Turns.Turn one = this.turns.take()) {
			one.compute(NOT_AT_ALL);
			this.turns.pace().begin("r", 1);
			waiting().get(LONG.toSeconds(), TimeUnit.SECONDS);
			assertThat(this.turns.isComputing()).isTrue();
		}
	}

	private Turns.Turn take() {
		try {
			return this.turns.take();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private CompletableFuture<Void> waiting() {
		return CompletableFuture.runAsync(() -> {
			try {
				this.turns.awaitNearlyIdle();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

}
