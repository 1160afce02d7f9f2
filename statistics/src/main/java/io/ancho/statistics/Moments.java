package io.ancho.statistics;

import java.io.Serializable;

/**
 * Count, mean, second to fourth central moment, minimum and maximum of the finite values
 * of a data set, and how many of its values were not finite. Immutable.
 * <p>
 * Moments of parts {@linkplain #merge merge} to those of the whole (Chan, Golub, LeVeque
 * 1979 for the second, Pébay 2008 for the third and fourth moment). The sums are carried
 * in twice a double's precision, so the mean and the standard deviation of NIST's
 * reference data sets come out as exactly as doubles can hold the data, whatever the
 * partitioning. Deviations beyond 10⁷⁷ overflow the fourth moment (10¹⁵⁴ the second):
 * what cannot be said is NaN.
 */
public final class Moments implements Serializable {

	private static final long serialVersionUID = 1;

	private static final Moments EMPTY = notFinite(0, 0);

	private final long count;

	private final long nanCount;

	private final long infiniteCount;

	private final DoubleDouble mean;

	private final DoubleDouble m2;

	private final DoubleDouble m3;

	private final DoubleDouble m4;

	private final double min;

	private final double max;

	Moments(long count, long nanCount, long infiniteCount, DoubleDouble mean, DoubleDouble m2, DoubleDouble m3,
			DoubleDouble m4, double min, double max) {
		this.count = count;
		this.nanCount = nanCount;
		this.infiniteCount = infiniteCount;
		this.mean = mean;
		this.m2 = m2;
		this.m3 = m3;
		this.m4 = m4;
		this.min = min;
		this.max = max;
	}

	static Moments notFinite(long nanCount, long infiniteCount) {
		return new Moments(0, nanCount, infiniteCount, DoubleDouble.ZERO, DoubleDouble.ZERO, DoubleDouble.ZERO,
				DoubleDouble.ZERO, Double.NaN, Double.NaN);
	}

	/**
	 * The moments of no data.
	 * @return the neutral element of {@link #merge}
	 */
	public static Moments empty() {
		return EMPTY;
	}

	/**
	 * The moments of some values.
	 * @param values the values, finite or not
	 * @return their moments
	 */
	public static Moments of(double... values) {
		return of(values, 0, values.length);
	}

	/**
	 * The moments of a range of an array.
	 * @param values the array
	 * @param from the first index
	 * @param to the index after the last
	 * @return the moments of that range
	 */
	public static Moments of(double[] values, int from, int to) {
		Moments moments = EMPTY;
		for (int start = from; start < to; start += MomentBlock.SIZE) {
			moments = moments.merge(MomentBlock.moments(values, start, Math.min(to, start + MomentBlock.SIZE)));
		}
		return moments;
	}

	/**
	 * Moments that were computed elsewhere and carry no third and fourth moment: skewness
	 * and kurtosis, of these and of whatever they are merged into, are NaN.
	 * @param count how many values
	 * @param mean their mean
	 * @param m2 the sum of their squared deviations from the mean
	 * @param min the smallest
	 * @param max the largest
	 * @return the moments; those of no data if the count is 0
	 */
	public static Moments partial(long count, double mean, double m2, double min, double max) {
		if (count == 0) {
			return EMPTY;
		}
		DoubleDouble unknown = DoubleDouble.of(Double.NaN);
		return new Moments(count, 0, 0, DoubleDouble.of(mean), DoubleDouble.of(m2), unknown, unknown, min, max);
	}

	/**
	 * The moments of this data and other data together.
	 * @param other the moments of the other data
	 * @return the moments of both
	 */
	public Moments merge(Moments other) {
		return MomentMerge.merge(this, other);
	}

	/**
	 * The moments of this data and one value more (Welford 1962). For many values
	 * {@link #of(double[], int, int)} and {@link #merge} are faster.
	 * @param value the value
	 * @return the moments of both
	 */
	public Moments plus(double value) {
		return merge(of(value));
	}

	/**
	 * How many finite values there are.
	 * @return the count that every other figure is over
	 */
	public long count() {
		return this.count;
	}

	/**
	 * How many values were NaN.
	 * @return the count of NaN
	 */
	public long nanCount() {
		return this.nanCount;
	}

	/**
	 * How many values were infinite, of either sign.
	 * @return the count of infinities
	 */
	public long infiniteCount() {
		return this.infiniteCount;
	}

	/**
	 * The arithmetic mean.
	 * @return the mean, NaN if there is no value
	 */
	public double mean() {
		return (this.count > 0) ? this.mean.value() : Double.NaN;
	}

	/**
	 * The sum of the squared deviations from the mean.
	 * @return the unnormalised second central moment, 0 if there is no value
	 */
	public double m2() {
		return this.m2.value();
	}

	/**
	 * The sample variance: the sum of squared deviations over count − 1.
	 * @return the unbiased variance, NaN below two values
	 */
	public double variance() {
		return (this.count > 1) ? this.m2.dividedBy(this.count - 1).value() : Double.NaN;
	}

	/**
	 * The square root of the {@linkplain #variance sample variance}.
	 * @return the standard deviation, NaN below two values
	 */
	public double standardDeviation() {
		return Math.sqrt(variance());
	}

	/**
	 * The standard error of the mean.
	 * @return the standard deviation over √count, NaN below two values
	 */
	public double standardError() {
		return Math.sqrt(variance() / this.count);
	}

	/**
	 * The skewness of the data as a population, as SciPy's {@code skew} gives it: the
	 * third central moment over the 3⁄2 power of the second.
	 * @return the skewness, NaN if all values are equal
	 */
	public double skewness() {
		double m2 = this.m2.value();
		return (m2 > 0) ? Math.sqrt(this.count) * this.m3.value() / (m2 * Math.sqrt(m2)) : Double.NaN;
	}

	/**
	 * The excess kurtosis of the data as a population, as SciPy's {@code kurtosis} gives
	 * it: the fourth central moment over the square of the second, less 3.
	 * @return the excess kurtosis, NaN if all values are equal
	 */
	public double excessKurtosis() {
		double m2 = this.m2.value();
		return (m2 > 0) ? this.count * this.m4.value() / (m2 * m2) - 3 : Double.NaN;
	}

	/**
	 * The smallest value.
	 * @return the minimum, NaN if there is no value
	 */
	public double min() {
		return this.min;
	}

	/**
	 * The largest value.
	 * @return the maximum, NaN if there is no value
	 */
	public double max() {
		return this.max;
	}

	/**
	 * The confidence interval of the mean by Student's t: mean ± t·standard error. It
	 * holds for a count fixed beforehand, not for one that was chosen by looking.
	 * @param confidence in (0, 1), such as 0.95
	 * @return the interval, both ends NaN below two values
	 */
	public Interval meanInterval(double confidence) {
		if (this.count < 2) {
			return new Interval(Double.NaN, Double.NaN);
		}
		double halfWidth = StudentT.quantile(1 - (1 - confidence) / 2, this.count - 1) * standardError();
		return new Interval(mean() - halfWidth, mean() + halfWidth);
	}

	DoubleDouble exactMean() {
		return this.mean;
	}

	DoubleDouble exactM2() {
		return this.m2;
	}

	DoubleDouble exactM3() {
		return this.m3;
	}

	DoubleDouble exactM4() {
		return this.m4;
	}

}
