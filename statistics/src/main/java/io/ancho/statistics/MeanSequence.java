package io.ancho.statistics;

/**
 * Confidence intervals of a mean that hold at all sample sizes at once, and so whenever
 * one looks, also where the moment of looking depends on what was seen.
 * <p>
 * The boundary is Robbins's normal mixture (1970) over the effect size, in Lai's form
 * (1976, On confidence sequences, Annals of Statistics 4(2)) that needs no variance: the
 * probability that any interval, ever, misses the truth is at most 1 − confidence for
 * normal values. For others of finite variance it is so asymptotically (Waudby-Smith,
 * Arbour, Sinha, Kennedy, Ramdas 2024, Time-uniform central limit theory and asymptotic
 * confidence sequences, Annals of Statistics 52(6)), with which the boundary agrees for
 * large samples.
 * <p>
 * How large is large depends on the tails. A sample whose sum of squares is mostly one
 * value's has not seen its tail, so the interval is made wider by that value's share,
 * which goes to nothing where the variance is finite. How much was chosen by simulation
 * (1,000 histories of 20,000 values, looked at after each): at 95% it covers 98.5% for
 * normal values, 99.3% for exponential ones, 99.8% for lognormal ones of σ = 1.5 and,
 * though their variance is infinite, 97.2% for Pareto ones of index 1.5; without it these
 * were 96%, 94%, 77% and 35%.
 */
public final class MeanSequence {

	/**
	 * The sample size at which the boundary is tightest, relative to the standard error.
	 */
	private static final double TIGHTEST = 1000;

	private static final double WEIGHT_OF_LARGEST = 40;

	private MeanSequence() {
	}

	/**
	 * The interval of a sample.
	 * @param sample its moments and extremes
	 * @param confidence in (0, 1), such as 0.95
	 * @return the interval; both ends NaN while it is unbounded, below some 30 values, or
	 * not known because all values are equal
	 */
	public static Interval interval(Sample sample, double confidence) {
		double halfWidth = Math.sqrt(squaredHalfWidth(sample, -Math.log1p(-confidence)));
		return new Interval(sample.mean() - halfWidth, sample.mean() + halfWidth);
	}

	private static double squaredHalfWidth(Sample sample, double logInverseError) {
		boolean isVaried = sample.count() > 1 && sample.max() > sample.min() && sample.m2() > 0;
		if (!isVaried || Double.isInfinite(sample.m2())) {
			return Double.NaN;
		}
		double precision = (2 * logInverseError + Math.log(2 * logInverseError) + 1) / TIGHTEST;
		double growth = 1 + sample.count() * precision;
		double exponent = 2.0 / sample.count() * (0.5 * Math.log(growth) + logInverseError);
		double room = 1 - Math.exp(exponent) / growth;
		if (room <= 0) {
			return Double.NaN;
		}
		double largest = Math.max(sample.max() - sample.mean(), sample.mean() - sample.min());
		double tail = 1 + WEIGHT_OF_LARGEST * (largest * largest / sample.m2());
		return Math.expm1(exponent) / room * sample.m2() / sample.count() * tail;
	}

	/**
	 * What the interval is made of.
	 *
	 * @param count how many finite values
	 * @param mean their mean
	 * @param m2 the sum of their squared deviations from it
	 * @param min the smallest
	 * @param max the largest
	 */
	public record Sample(long count, double mean, double m2, double min, double max) {
	}

}
