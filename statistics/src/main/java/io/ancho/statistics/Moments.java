package io.ancho.statistics;

import java.io.Serializable;

/**
 * Count, mean, variance, minimum and maximum of the finite values of a data set that
 * comes in parts and is looked at meanwhile: what live figures are made of. Immutable.
 * <p>
 * Moments of parts {@linkplain #merge merge} to those of the whole (Chan, Golub, LeVeque
 * 1979) in one pass. The sums are carried in twice a double's precision, so the mean and
 * the standard deviation of NIST's reference data sets come out as exactly as doubles can
 * hold the data, whatever the partitioning. Deviations beyond 10¹⁵⁴ overflow the
 * variance, which {@link ColumnMoments} do not mind.
 */
public final class Moments implements Serializable {

	private static final long serialVersionUID = 2;

	private static final Moments EMPTY = new Moments(0, DoubleDouble.ZERO, DoubleDouble.ZERO, Double.NaN, Double.NaN);

	private final long count;

	private final DoubleDouble mean;

	private final DoubleDouble m2;

	private final double min;

	private final double max;

	Moments(long count, DoubleDouble mean, DoubleDouble m2, double min, double max) {
		this.count = count;
		this.mean = mean;
		this.m2 = m2;
		this.min = min;
		this.max = max;
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
	 * Moments that were computed elsewhere.
	 * @param count how many values
	 * @param mean their mean
	 * @param m2 the sum of their squared deviations from the mean
	 * @param min the smallest
	 * @param max the largest
	 * @return the moments; those of no data if the count is 0
	 */
	public static Moments partial(long count, double mean, double m2, double min, double max) {
		return (count > 0) ? new Moments(count, DoubleDouble.of(mean), DoubleDouble.of(m2), min, max) : EMPTY;
	}

	/**
	 * The moments of this data and other data together.
	 * @param other the moments of the other data
	 * @return the moments of both
	 */
	public Moments merge(Moments other) {
		if (this.count == 0 || other.count == 0) {
			return (this.count == 0) ? other : this;
		}
		long both = this.count + other.count;
		DoubleDouble share = DoubleDouble.of(other.count).dividedBy(both);
		DoubleDouble delta = other.mean.minus(this.mean);
		DoubleDouble between = delta.times(delta).times(share).times(this.count);
		return new Moments(both, this.mean.plus(delta.times(share)), this.m2.plus(other.m2).plus(between),
				Math.min(this.min, other.min), Math.max(this.max, other.max));
	}

	/**
	 * How many finite values there are.
	 * @return the count that every other figure is over
	 */
	public long count() {
		return this.count;
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

}
