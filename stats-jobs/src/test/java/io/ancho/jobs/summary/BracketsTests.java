package io.ancho.jobs.summary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThat;

class BracketsTests {

	static final List<DoubleUnaryOperator> distributions = List.of((u) -> u, (u) -> Math.floor(u * 3),
			(u) -> (u < 0.6) ? 0 : -u, (u) -> (u < 0.5) ? -0.0 : 0.0, (u) -> 7, (u) -> Math.tan(3.14 * (u - 0.5)));

	@ParameterizedTest
	@FieldSource("distributions")
	void everyOrderStatisticLiesInItsBracketAndLittleElseDoes(DoubleUnaryOperator distribution) {
		Random random = new Random(5);
		List<double[]> parts = new ArrayList<>();
		for (int size : new int[] { 1, 2, 3000, 20_000, 777, 0, 20_000 }) {
			parts.add(random.doubles(size).map(distribution).sorted().toArray());
		}
		double[] all = parts.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
		List<Long> ranks = LongStream.of(1, 2, all.length / 20, all.length / 2, all.length / 2 + 1, all.length)
			.boxed()
			.toList();
		Map<Long, Bracket> brackets = new Brackets(parts.stream().map(Sample::of).toList()).of(ranks);
		for (long rank : ranks) {
			Bracket bracket = Objects.requireNonNull(brackets.get(rank));
			double expected = all[(int) rank - 1];
			assertThat(Double.compare(bracket.low(), expected)).isLessThanOrEqualTo(0);
			assertThat(Double.compare(bracket.high(), expected)).isGreaterThanOrEqualTo(0);
			List<Slice> slices = parts.stream().map((part) -> Slice.of(part, bracket)).toList();
			assertThat(slices.stream().mapToInt((slice) -> slice.between().length).sum()).isLessThan(1500);
			assertThat(slices.stream().mapToLong(Slice::upToLow).sum())
				.isEqualTo(Arrays.stream(all).filter((x) -> Double.compare(x, bracket.low()) <= 0).count());
		}
	}

	@ParameterizedTest
	@FieldSource("sizes")
	void aSampleHasTheFirstAndTheLastValueAndTheAnnouncedSize(int size) {
		double[] sorted = new Random(size).doubles(size).sorted().toArray();
		Sample sample = Sample.of(sorted);
		assertThat(sample.values()).hasSize(Sample.size(size)).isSorted();
		assertThat(sample.values()[0]).isEqualTo(sorted[0]);
		assertThat(sample.values()[sample.values().length - 1]).isEqualTo(sorted[size - 1]);
		int upTo = 0;
		int from = 0;
		for (int i = 0; i < sample.values().length; i++) {
			upTo += sample.upTo(i);
			from += sample.from(i);
		}
		assertThat(Stream.of(upTo, from)).containsOnly(size);
	}

	static final List<Integer> sizes = List.of(1, 2, 20, 21, 100, 1000, 65_536);

}
