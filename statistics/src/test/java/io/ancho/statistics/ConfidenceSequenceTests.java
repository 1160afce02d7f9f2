package io.ancho.statistics;

import java.util.Random;
import java.util.function.ToDoubleFunction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * That the sequences cover the truth at all times at once, by simulation; that of a
 * probability also by its definition.
 */
class ConfidenceSequenceTests {

	private static final double CONFIDENCE = 0.95;

	@ParameterizedTest
	@CsvSource({ "0, 1", "1, 1", "1, 2", "3, 10", "0, 100", "40, 100", "999, 1000", "31, 64", "33, 5000" })
	void anEndOfAProbabilitysIntervalIsWhereTheMixtureIsTwentyTimesAsLikely(long successes, long trials) {
		Interval interval = ProportionSequence.interval(new Proportion(successes, trials), CONFIDENCE);
		if (successes > 0) {
			assertThat(logRatio(successes, trials, interval.low())).isCloseTo(Math.log(20), within(1e-9));
		}
		if (successes < trials) {
			assertThat(logRatio(successes, trials, interval.high())).isCloseTo(Math.log(20), within(1e-9));
		}
		assertThat(interval.contains((double) successes / trials)).isTrue();
	}

	/**
	 * Mixture to p, one trial after the other: the mixture predicts (successes + ½) /
	 * (trials + 1).
	 */
	private static double logRatio(long successes, long trials, double p) {
		double ratio = 0;
		for (long i = 0; i < successes; i++) {
			ratio += Math.log((i + 0.5) / (i + 1)) - Math.log(p);
		}
		for (long i = 0; i < trials - successes; i++) {
			ratio += Math.log((i + 0.5) / (successes + i + 1)) - Math.log1p(-p);
		}
		return ratio;
	}

	@Test
	void aProbabilitysIntervalIsSaneAtItsEdges() {
		assertThat(ProportionSequence.interval(new Proportion(0, 0), CONFIDENCE)).isEqualTo(new Interval(0, 1));
		Interval never = ProportionSequence.interval(new Proportion(0, 1_000_000_000_000L), CONFIDENCE);
		assertThat(never.low()).isZero();
		assertThat(never.high()).isBetween(1e-12, 3e-11);
		Interval always = ProportionSequence.interval(new Proportion(50, 50), CONFIDENCE);
		assertThat(always.high()).isEqualTo(1);
		assertThat(always.low()).isBetween(0.85, 0.95);
		Interval half = ProportionSequence.interval(new Proportion(500_000, 1_000_000), CONFIDENCE);
		double fixed = new Proportion(500_000, 1_000_000).wilson(CONFIDENCE).halfWidth();
		assertThat(half.halfWidth() / fixed).isBetween(1.5, 2.5);
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0.5, 0.05, 0.001 })
	void theIntervalsOfAProbabilityCoverItAtAllTimesAtOnce(double p) {
		Random random = new Random(1);
		int histories = 600;
		int missed = 0;
		for (int history = 0; history < histories; history++) {
			boolean isCovered = true;
			long successes = 0;
			for (int n = 1; n <= 2000 && isCovered; n++) {
				boolean isSuccess = random.nextDouble() < p;
				successes += isSuccess ? 1 : 0;
				// Between two successes the interval only moves down: its lower end
				// matters after one.
				if (isSuccess || n % 50 == 0) {
					isCovered = ProportionSequence.interval(new Proportion(successes, n), CONFIDENCE).contains(p);
				}
			}
			missed += isCovered ? 0 : 1;
		}
		assertThat(missed).isLessThanOrEqualTo(atMost(histories));
	}

	@ParameterizedTest
	@EnumSource
	void theIntervalsOfAMeanCoverItAtAllTimesAtOnce(Values values) {
		Random random = new Random(2);
		int histories = 1000;
		int missed = 0;
		for (int history = 0; history < histories; history++) {
			Prefix prefix = new Prefix();
			boolean isCovered = true;
			for (int n = 1; n <= 5000 && isCovered; n++) {
				prefix.add(values.draw(random));
				isCovered = prefix.covers(1);
			}
			missed += isCovered ? 0 : 1;
		}
		assertThat(missed).isLessThanOrEqualTo(atMost(histories));
	}

	/**
	 * Sequences that take as long as their value is large, on two slots: how long the
	 * prefix is at a time depends on the values, and its mean is too small on average.
	 */
	@ParameterizedTest
	@EnumSource(names = { "EXPONENTIAL", "LOGNORMAL" })
	void theyCoverTheMeanOfAPrefixWhoseLengthDependsOnTheValues(Values values) {
		Random random = new Random(3);
		int histories = 1000;
		int missed = 0;
		double bias = 0;
		for (int history = 0; history < histories; history++) {
			double[] slots = { 0, 0 };
			double end = 0;
			Prefix prefix = new Prefix();
			Prefix before = prefix;
			for (double value = values.draw(random); end <= 100; value = values.draw(random)) {
				int slot = (slots[0] <= slots[1]) ? 0 : 1;
				slots[slot] += value;
				// In order: a sequence is in the prefix when those before it are done
				// too.
				end = Math.max(end, slots[slot]);
				before = prefix.copy();
				prefix.add(value);
			}
			bias += (before.mean - 1) / histories;
			missed += before.covers(1) ? 0 : 1;
		}
		assertThat(bias).isNegative();
		assertThat(missed).isLessThanOrEqualTo(atMost(histories));
	}

	@Test
	void aMeansIntervalIsUnboundedAtFirstAndNotKnownWhileAllValuesAreEqual() {
		for (int n : new int[] { 0, 1, 2, 10 }) {
			assertThat(MeanSequence.interval(new MeanSequence.Sample(n, 0, n, -1, 1), CONFIDENCE).low()).isNaN();
		}
		assertThat(MeanSequence.interval(new MeanSequence.Sample(10_000, 0.1, 1e-28, 0.1, 0.1), CONFIDENCE).low())
			.isNaN();
		assertThat(MeanSequence
			.interval(new MeanSequence.Sample(100, 0, Double.POSITIVE_INFINITY, -1e200, 1e200), CONFIDENCE)
			.low()).isNaN();
		double halfWidth = MeanSequence.interval(new MeanSequence.Sample(1_000_000, 0, 1e6, -5, 5), CONFIDENCE)
			.halfWidth();
		assertThat(halfWidth / (1.96 / 1000)).isBetween(1.9, 2.1);
	}

	/** What a true 5% exceeds once in a thousand times. */
	private static int atMost(int histories) {
		return (int) Math.ceil(histories * 0.05 + 3.1 * Math.sqrt(histories * 0.05 * 0.95));
	}

	/** Values of mean 1. */
	enum Values {

		NORMAL((random) -> 1 + random.nextGaussian()),

		EXPONENTIAL((random) -> -Math.log1p(-random.nextDouble())),

		LOGNORMAL((random) -> Math.exp(1.5 * random.nextGaussian() - 1.125)),

		PARETO((random) -> Math.pow(1 - random.nextDouble(), -1 / 3.0) / 1.5),

		RARE((random) -> (random.nextDouble() < 0.01) ? 100 : 0);

		private final ToDoubleFunction<Random> draw;

		Values(ToDoubleFunction<Random> draw) {
			this.draw = draw;
		}

		double draw(Random random) {
			return this.draw.applyAsDouble(random);
		}

	}

	private static final class Prefix {

		private long count;

		private double mean;

		private double m2;

		private double min = Double.POSITIVE_INFINITY;

		private double max = Double.NEGATIVE_INFINITY;

		void add(double value) {
			this.count++;
			double deviation = value - this.mean;
			this.mean += deviation / this.count;
			this.m2 += deviation * (value - this.mean);
			this.min = Math.min(this.min, value);
			this.max = Math.max(this.max, value);
		}

		Prefix copy() {
			Prefix copy = new Prefix();
			copy.count = this.count;
			copy.mean = this.mean;
			copy.m2 = this.m2;
			copy.min = this.min;
			copy.max = this.max;
			return copy;
		}

		boolean covers(double truth) {
			Interval interval = MeanSequence
				.interval(new MeanSequence.Sample(this.count, this.mean, this.m2, this.min, this.max), CONFIDENCE);
			return Double.isNaN(interval.low()) || interval.contains(truth);
		}

	}

}
