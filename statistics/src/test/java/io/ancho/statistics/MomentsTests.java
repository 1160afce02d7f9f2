package io.ancho.statistics;

import java.util.Random;
import java.util.stream.IntStream;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class MomentsTests {

	@ParameterizedTest
	@MethodSource("io.ancho.statistics.ReferenceData#all")
	void nistDataIsHeldToTheCeilingOfDoublesUnderAnyPartitioning(ReferenceData data) {
		Random random = new Random(1);
		assertCertified(data, Moments.of(data.values()));
		assertCertified(data, oneByOne(data.values()));
		for (int i = 0; i < 50; i++) {
			assertCertified(data, partitioned(data.values(), random));
		}
	}

	@RepeatedTest(20)
	void anySplitMergesToTheWhole(RepetitionInfo repetition) {
		Random random = new Random(repetition.getCurrentRepetition());
		double[] values = random.doubles(1 + random.nextInt(5000))
			.map((x) -> Math.exp(20 * x) - 1000 * random.nextGaussian())
			.toArray();
		Moments whole = Moments.of(values);
		Moments parts = partitioned(values, random);
		assertThat(parts.count()).isEqualTo(whole.count());
		assertThat(parts.min()).isEqualTo(whole.min());
		assertThat(parts.max()).isEqualTo(whole.max());
		assertThat(parts.mean()).isCloseTo(whole.mean(), relative(whole.mean(), 1e-15));
		assertThat(parts.m2()).isCloseTo(whole.m2(), relative(whole.m2(), 1e-14));
	}

	@Test
	void mergingNothingChangesNothing() {
		Moments moments = Moments.of(1, 2, 4);
		assertThat(moments.merge(Moments.empty())).usingRecursiveComparison().isEqualTo(moments);
		assertThat(Moments.empty().merge(moments)).usingRecursiveComparison().isEqualTo(moments);
	}

	@Test
	void valuesThatAreNotFiniteAreLeftOut() {
		Moments moments = Moments.of(1, Double.NaN, 3, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)
			.merge(Moments.of(Double.NaN));
		assertThat(moments.count()).isEqualTo(2);
		assertThat(moments.mean()).isEqualTo(2);
		assertThat(moments.max()).isEqualTo(3);
	}

	@Test
	void whatCannotBeSaidIsNaN() {
		assertThat(Moments.empty().mean()).isNaN();
		assertThat(Moments.empty().min()).isNaN();
		assertThat(Moments.of(1).variance()).isNaN();
		assertThat(Moments.of(1).meanInterval(0.95).low()).isNaN();
		assertThat(Moments.of(2, 2, 2).standardDeviation()).isZero();
	}

	@Test
	void momentsFromElsewhereMerge() {
		Moments moments = Moments.partial(2, 1.5, 0.5, 1, 2).merge(Moments.of(6));
		assertThat(moments.mean()).isEqualTo(3);
		assertThat(moments.variance()).isCloseTo(7, within(1e-14));
		assertThat(Moments.partial(0, 0, 0, 0, 0).merge(Moments.of(6)).min()).isEqualTo(6);
	}

	@Test
	void theMeanOfSevenLiesInItsStudentInterval() {
		// scipy.stats.t.interval(0.95, 6, mean, sem) of 1 … 7
		Interval interval = Moments.of(1, 2, 3, 4, 5, 6, 7).meanInterval(0.95);
		assertThat(interval.low()).isCloseTo(2.002104839708592, within(1e-12));
		assertThat(interval.high()).isCloseTo(5.997895160291408, within(1e-12));
		assertThat(interval.halfWidth()).isCloseTo(1.997895160291408, within(1e-12));
		assertThat(interval.contains(4)).isTrue();
	}

	private static void assertCertified(ReferenceData data, Moments moments) {
		assertThat(ReferenceData.logRelativeError(moments.mean(), data.mean())).isGreaterThanOrEqualTo(14.9);
		assertThat(ReferenceData.logRelativeError(moments.standardDeviation(), data.standardDeviation()))
			.isGreaterThanOrEqualTo(data.ceiling());
	}

	private static Moments oneByOne(double[] values) {
		Moments moments = Moments.empty();
		for (double value : values) {
			moments = moments.merge(Moments.of(value));
		}
		return moments;
	}

	/** Cuts at random places and merges neighbours in a random order. */
	private static Moments partitioned(double[] values, Random random) {
		int[] cuts = IntStream
			.concat(IntStream.of(0, values.length), random.ints(random.nextInt(12), 0, values.length + 1))
			.sorted()
			.toArray();
		return merged(values, cuts, 0, cuts.length - 1, random);
	}

	private static Moments merged(double[] values, int[] cuts, int from, int to, Random random) {
		if (to - from == 1) {
			return Moments.of(values, cuts[from], cuts[to]);
		}
		int middle = from + 1 + random.nextInt(to - from - 1);
		return merged(values, cuts, from, middle, random).merge(merged(values, cuts, middle, to, random));
	}

	private static Offset<Double> relative(double value, double tolerance) {
		return within(Math.abs(value) * tolerance);
	}

}
