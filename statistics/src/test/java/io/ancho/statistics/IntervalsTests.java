package io.ancho.statistics;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/**
 * The expected figures are SciPy's.
 */
class IntervalsTests {

	private static final Percentage TWELVE_DIGITS = Percentage.withPercentage(1e-10);

	@ParameterizedTest
	@CsvSource({ "1e-300, -37.0470962993612", "1e-10, -6.361340902404056", "0.001, -3.090232306167813",
			"0.025, -1.9599639845400545", "0.3, -0.5244005127080409", "0.6, 0.2533471031357997",
			"0.975, 1.959963984540054", "0.9999, 3.719016485455709" })
	void normalQuantiles(double p, double expected) {
		assertThat(Normal.quantile(p)).isCloseTo(expected, TWELVE_DIGITS);
	}

	@ParameterizedTest
	@CsvSource({ "0.975, 1, 12.706204736174694", "0.975, 2, 4.302652729749462", "0.975, 3, 3.1824463052837078",
			"0.975, 10, 2.228138851986274", "0.975, 99, 1.9842169515864174", "0.995, 399, 2.588207164030976",
			"0.975, 400, 1.9659123432294627", "0.995, 1000, 2.580754698065951", "0.975, 1000000, 1.959966356814107",
			"0.75, 5, 0.7266868438004226", "0.05, 7, -1.8945786050900066" })
	void studentQuantiles(double p, long degreesOfFreedom, double expected) {
		assertThat(StudentT.quantile(p, degreesOfFreedom)).isCloseTo(expected, TWELVE_DIGITS);
	}

	@ParameterizedTest
	@CsvSource({ "0, 10, 0, 0.27753279986288926", "1, 10, 0.017876213095072896, 0.4041500267952385",
			"5, 10, 0.236593090512564, 0.7634069094874361", "10, 10, 0.7224672001371109, 1",
			"950, 1000, 0.9346861797557491, 0.9618697376072511" })
	void wilsonIntervals(long successes, long trials, double low, double high) {
		Interval interval = new Proportion(successes, trials).wilson(0.95);
		assertThat(interval.low()).isCloseTo(low, within(1e-14));
		assertThat(interval.high()).isCloseTo(high, within(1e-14));
	}

	@Test
	void proportionsAddUp() {
		Proportion both = new Proportion(1, 4).merge(new Proportion(2, 2));
		assertThat(both).isEqualTo(new Proportion(3, 6));
		assertThat(both.estimate()).isEqualTo(0.5);
		assertThat(new Proportion(0, 0).wilson(0.95)).isEqualTo(new Interval(0, 1));
		assertThatIllegalArgumentException().isThrownBy(() -> new Proportion(2, 1));
	}

	@ParameterizedTest
	@CsvSource({ "10, 0.5, 2, 9", "100, 0.05, 1, 11", "100, 0.5, 40, 61", "1000, 0.9, 881, 919",
			"1000000, 0.5, 499020, 500981", "100000000, 0.05, 4995729, 5004273" })
	void ranksEncloseAQuantile(long count, double p, long lower, long upper) {
		assertThat(new Quantile(p, count).interval(0.95)).isEqualTo(new Quantile.Ranks(lower, upper));
	}

	@Test
	void aSmallSampleDoesNotBoundAnExtremeQuantile() {
		assertThat(new Quantile(0.05, 10).interval(0.95).lower()).isZero();
		assertThat(new Quantile(0.95, 10).interval(0.95).upper()).isEqualTo(11);
		assertThat(new Quantile(0.5, 1).interval(0.95)).isEqualTo(new Quantile.Ranks(0, 2));
	}

	@ParameterizedTest
	@CsvSource({ "0.05, 1.15", "0.25, 1.75", "0.5, 2.5", "0.9, 3.7" })
	void quantilesInterpolateAsNumPyDoes(double p, double expected) {
		double[] sorted = { 1, 2, 3, 4 };
		Quantile quantile = new Quantile(p, 4);
		double value = quantile.between(sorted[(int) quantile.lowerRank() - 1], sorted[(int) quantile.upperRank() - 1]);
		assertThat(value).isCloseTo(expected, within(1e-15));
	}

}
