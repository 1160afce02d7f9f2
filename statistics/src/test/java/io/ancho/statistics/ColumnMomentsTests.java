package io.ancho.statistics;

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ColumnMomentsTests {

	@ParameterizedTest
	@MethodSource("io.ancho.statistics.ReferenceData#all")
	void nistDataIsHeldToTheCeilingOfDoubles(ReferenceData data) {
		ColumnMoments moments = ColumnMoments.of(data.values());
		assertThat(ReferenceData.logRelativeError(moments.mean(), data.mean())).isGreaterThanOrEqualTo(14.9);
		assertThat(ReferenceData.logRelativeError(moments.standardDeviation(), data.standardDeviation()))
			.isGreaterThanOrEqualTo(data.ceiling());
	}

	@RepeatedTest(20)
	void noPartitioningAndNoOrderShows(RepetitionInfo repetition) {
		Random random = new Random(repetition.getCurrentRepetition());
		double[] values = random.doubles(1 + random.nextInt(3000))
			.map((u) -> Math.scalb(random.nextGaussian(), random.nextInt(600) - 300))
			.toArray();
		ColumnMoments whole = ColumnMoments.of(values);
		int cut = random.nextInt(values.length + 1);
		double[] left = Arrays.copyOfRange(values, 0, cut);
		double[] right = Arrays.copyOfRange(values, cut, values.length);
		ColumnTotals totals = ColumnTotals.of(right).plus(ColumnTotals.of(left));
		PowerSums powers = PowerSums.of(right, totals.centre()).plus(PowerSums.of(left, totals.centre()));
		ColumnMoments parts = new ColumnMoments(totals, powers);
		assertThat(figures(parts)).containsExactly(figures(whole));
	}

	@ParameterizedTest
	@ValueSource(ints = { -1060, -300, 0, 300, 1018 })
	void magnitudeDoesNotShow(int exponent) {
		double[] values = { 1, 2, 4, 8, 16 };
		double[] scaled = Arrays.stream(values).map((x) -> Math.scalb(x, exponent)).toArray();
		ColumnMoments moments = ColumnMoments.of(scaled);
		// scipy.stats.skew([1, 2, 4, 8, 16]), kurtosis(...)
		assertThat(moments.skewness()).isCloseTo(0.8890481348169542, within(1e-15));
		assertThat(moments.excessKurtosis()).isCloseTo(-0.6740591397849474, within(1e-14));
		double deviation = Math.scalb(Math.sqrt(37.2), exponent);
		assertThat(moments.standardDeviation()).isCloseTo(deviation, within(1e-15 * deviation + Double.MIN_VALUE));
	}

	@Test
	void whatCannotBeSaidIsNaN() {
		assertThat(ColumnMoments.of().mean()).isNaN();
		assertThat(ColumnMoments.of(1).variance()).isNaN();
		assertThat(ColumnMoments.of(1).meanInterval(0.95).low()).isNaN();
		assertThat(ColumnMoments.of(0.1, 0.1, 0.1).skewness()).isNaN();
		assertThat(ColumnMoments.of(0.1, 0.1, 0.1).standardDeviation()).isZero();
		assertThat(ColumnMoments.of(Double.MAX_VALUE, -Double.MAX_VALUE).variance()).isInfinite();
	}

	@Test
	void extremesAreOfAllNumbersAndMomentsOfTheFiniteOnes() {
		ColumnMoments moments = ColumnMoments.of(1, Double.NaN, 3, Double.POSITIVE_INFINITY);
		assertThat(moments.mean()).isEqualTo(2);
		assertThat(moments.totals().min()).isEqualTo(1);
		assertThat(moments.totals().max()).isInfinite();
		assertThat(moments.totals().numbers()).isEqualTo(3);
		assertThat(moments.totals().nan()).isEqualTo(1);
	}

	private static double[] figures(ColumnMoments moments) {
		return new double[] { moments.count(), moments.mean(), moments.variance(), moments.standardDeviation(),
				moments.standardError(), moments.skewness(), moments.excessKurtosis() };
	}

}
