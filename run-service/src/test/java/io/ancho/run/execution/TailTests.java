package io.ancho.run.execution;

import java.time.Instant;
import java.util.List;

import io.ancho.events.ExecutorSpec;
import io.ancho.events.ExecutorsNeeded;
import io.ancho.run.lifecycle.RunId;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TailTests {

	private static final Instant START = Instant.parse("2026-11-21T09:00:00Z");

	private final RunId run = RunId.parse("5b9f7c10-c6b9-11f0-9b2f-0242ac120002").orElseThrow();

	private final Tail tail = new Tail(this.run, new ExecutorSpec(4, 1, 1024, 0, null, List.of()));

	private static Instant after(int seconds) {
		return START.plusSeconds(seconds);
	}

	@Test
	void nothingIsToldWhileChunksAreStillToBeHandedOut() {
		this.tail.reported("a", null, 4);
		assertThat(this.tail.due(null, after(0))).isEmpty();
		assertThat(this.tail.due(null, after(60))).isEmpty();
	}

	@Test
	void executorsThatHaveNothingLeftToDoAreNamedIfTheRestTakesLong() {
		this.tail.reported("b", 3, 4);
		this.tail.reported("a", 2, 4);
		assertThat(this.tail.due(2, after(0))).isEmpty();
		assertThat(this.tail.due(2, after(9))).isEmpty();
		assertThat(this.tail.due(2, after(10)))
			.contains(new ExecutorsNeeded(this.run.toString(), 2, List.of("a", "b"), after(10)));
	}

	@Test
	void sameIsNotToldTwice() {
		this.tail.due(2, after(0));
		assertThat(this.tail.due(2, after(10))).isPresent();
		assertThat(this.tail.due(2, after(11))).isEmpty();
		this.tail.reported("c", 1, 4);
		assertThat(this.tail.due(1, after(12))).map(ExecutorsNeeded::idle).contains(List.of("c"));
	}

	@Test
	void whileFewerRunThanHaveChunksNobodyIsIdle() {
		this.tail.reported("a", 3, 2);
		this.tail.due(3, after(0));
		assertThat(this.tail.due(3, after(10)))
			.contains(new ExecutorsNeeded(this.run.toString(), 3, List.of(), after(10)));
	}

	@Test
	void executorIsIdleWhenAllItsSlotsAre() {
		Tail wide = new Tail(this.run, new ExecutorSpec(2, 2, 1024, 0, null, List.of()));
		wide.reported("a", 2, 2);
		wide.due(2, after(0));
		assertThat(wide.due(2, after(10))).map(ExecutorsNeeded::idle).contains(List.of());
		wide.reported("a", 1, 2);
		assertThat(wide.due(1, after(11))).map(ExecutorsNeeded::idle).contains(List.of("a"));
	}

	@Test
	void moreWorkWantsAllOfThemAgain() {
		this.tail.due(1, after(0));
		assertThat(this.tail.due(1, after(10))).isPresent();
		this.tail.reported("a", null, 1);
		assertThat(this.tail.due(null, after(11)))
			.contains(new ExecutorsNeeded(this.run.toString(), 4, List.of(), after(11)));
	}

	@Test
	void nobodyIsIdleWhoMayHaveTakenAChunkThatWasHandedOutAgain() {
		this.tail.reported("a", 1, 4);
		this.tail.due(1, after(0));
		this.tail.more();
		assertThat(this.tail.due(2, after(10)))
			.contains(new ExecutorsNeeded(this.run.toString(), 2, List.of(), after(10)));
	}

}
