package io.ancho.worker.chunk;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.ancho.worker.python.Death;
import io.ancho.worker.python.Death.Kind;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class SuspicionTests {

	private static final int COUNT = 1000;

	private int starts;

	private final List<Long> computed = new ArrayList<>();

	private final TreeSet<Long> convicted = new TreeSet<>();

	@Test
	void findsASequenceThatEndsItsProcessWithFourProcesses() {
		execute(1, List.of(613L), Kind.SIGNAL, LongUnaryOperator.identity());

		assertThat(this.convicted).containsExactly(613L);
		assertThat(this.starts).isEqualTo(4 + 1);
	}

	@Test
	void convictsAfterTwoTimeOuts() {
		execute(1, List.of(0L), Kind.TIME, LongUnaryOperator.identity());

		assertThat(this.convicted).containsExactly(0L);
		assertThat(this.starts).isEqualTo(2 + 1);
	}

	@Test
	void convictsTheWholeBlockOfABatchModel() {
		execute(64, List.of(130L), Kind.EXIT, (index) -> index / 64 * 64);

		assertThat(this.convicted).containsExactlyElementsOf(LongStream.range(128, 192).boxed().toList());
	}

	@RepeatedTest(50)
	void findsExactlyTheGuiltyWhateverTheHints(RepetitionInfo repetition) {
		Random random = new Random(repetition.getCurrentRepetition());
		List<Long> guilty = random.longs(random.nextInt(1, 8), 0, COUNT).boxed().toList();

		execute(1, guilty, Kind.SIGNAL, (index) -> random.nextBoolean() ? index : random.nextLong(-5, 2 * COUNT));

		assertThat(this.convicted).isEqualTo(new TreeSet<>(guilty));
		assertThat(this.starts).isLessThan(guilty.size() * 60);
	}

	@ParameterizedTest
	@MethodSource
	void aForgedBlackBoxDoesNotMakeItEndless(LongUnaryOperator forged) {
		for (long guilty : new long[] { 0, 1, 613, COUNT - 1 }) {
			this.computed.clear();
			this.convicted.clear();
			execute(1, List.of(guilty), Kind.PROTOCOL, forged);
			assertThat(this.convicted).containsExactly(guilty);
			assertThat(this.starts).isLessThan(40);
		}
	}

	static Stream<Arguments> aForgedBlackBoxDoesNotMakeItEndless() {
		AtomicLong next = new AtomicLong();
		return Stream
			.<LongUnaryOperator>of((guilty) -> -1, (guilty) -> -2, (guilty) -> Long.MIN_VALUE, (guilty) -> 1 << 30,
					(guilty) -> 0, (guilty) -> COUNT - 1, (guilty) -> guilty - 1, (guilty) -> guilty + 1,
					(guilty) -> guilty / 2, (guilty) -> next.incrementAndGet())
			.map(Arguments::of);
	}

	@Test
	void whatDiesWhateverItIsAskedForIsConvictedSoon() {
		Suspicion suspicion = new Suspicion(4_000_000);
		int deaths = 1;
		while (!suspicion.lost(suspicion.next(0), 1, death(Kind.PROTOCOL, 3_000_000 - 1000L * deaths))) {
			deaths++;
		}
		assertThat(deaths).isLessThanOrEqualTo(5);
	}

	@Test
	void clearsWhatSucceedsAlone() {
		Suspicion suspicion = new Suspicion(COUNT);
		assertThat(suspicion.lost(suspicion.next(0), 1, death(Kind.SIGNAL, 500))).isFalse();
		suspicion.survived(500);
		Suspicion.Range alone = suspicion.next(500);
		assertThat(alone).isEqualTo(new Suspicion.Range(500, 501, true));
		suspicion.survived(501);

		assertThat(suspicion.next(501)).isEqualTo(new Suspicion.Range(501, COUNT, false));
	}

	@Test
	void convictsNobodyWhereProcessesAreKilledInDifferentPlaces() {
		Suspicion suspicion = new Suspicion(COUNT);
		for (long at = 0; at < COUNT - 1; at++) {
			Suspicion.Range range = suspicion.next(at);
			assertThat(suspicion.lost(range, 1, death(Kind.SIGNAL, at))).isFalse();
			suspicion.survived(at + 1);
		}
	}

	@Test
	void takesAModelThatDiesThreeTimesWhileItLoadsForGuilty() {
		Suspicion suspicion = new Suspicion(COUNT);
		Death death = death(Kind.EXIT, -2);
		assertThat(suspicion.lostLoading(death)).isFalse();
		assertThat(suspicion.lostLoading(death)).isFalse();
		assertThat(suspicion.lostLoading(death)).isTrue();
	}

	/** Computes all sequences in processes that die at the guilty ones. */
	private void execute(int unit, List<Long> guilty, Kind kind, LongUnaryOperator hint) {
		Suspicion suspicion = new Suspicion(COUNT);
		long from = 0;
		boolean used = false;
		this.starts = 1;
		while (from < COUNT) {
			Suspicion.Range range = suspicion.next(from);
			long first = from;
			if (range.fresh() && used) {
				this.starts++;
			}
			var death = guilty.stream().filter((g) -> g >= first && g < range.end()).min(Long::compare);
			if (death.isEmpty()) {
				LongStream.range(from, range.end()).forEach(this.computed::add);
				suspicion.survived(range.end());
				from = range.end();
				used = true;
				continue;
			}
			this.starts++;
			used = false;
			if (suspicion.lost(range, unit, death(kind, hint.applyAsLong(death.get())))) {
				LongStream.range(from, range.end()).forEach(this.convicted::add);
				from = range.end();
				suspicion.survived(from);
			}
		}
		assertThat(this.computed).doesNotHaveDuplicates().hasSize(COUNT - this.convicted.size());
	}

	private static Death death(Kind kind, long index) {
		return new Death(kind, "gone", null, index);
	}

}
