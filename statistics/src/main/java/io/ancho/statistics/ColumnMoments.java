package io.ancho.statistics;

import java.util.Arrays;

/**
 * Mean, variance, skewness and excess kurtosis of the finite values of a data set. Every
 * sum in them is exact and rounded once, so they are the same bits for any order and any
 * partitioning of the values, and right for values of any magnitude. What the data cannot
 * say is NaN.
 */
public final class ColumnMoments {

	private final ColumnTotals totals;

	private final Centre centre;

	private final double m2;

	private final double m3;

	private final double m4;

	/**
	 * The moments that sums tell.
	 * @param totals the totals of the data
	 * @param powers the sums over its finite values, about their
	 * {@linkplain ColumnTotals#centre centre}
	 */
	public ColumnMoments(ColumnTotals totals, PowerSums powers) {
		double s1 = powers.first().value();
		double s2 = powers.second().value();
		double s3 = powers.third().value();
		double rest = s1 / totals.count();
		this.totals = totals;
		this.centre = totals.centre();
		this.m2 = s2 - rest * s1;
		this.m3 = s3 - rest * (3 * s2 - 2 * rest * s1);
		this.m4 = powers.fourth().value() - rest * (4 * s3 - rest * (6 * s2 - 3 * rest * s1));
	}

	/**
	 * The moments of some values.
	 * @param values the values, finite or not
	 * @return their moments
	 */
	public static ColumnMoments of(double... values) {
		ColumnTotals totals = ColumnTotals.of(values);
		double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
		return new ColumnMoments(totals, PowerSums.of(finite, totals.centre()));
	}

	/**
	 * What one pass has told of the data.
	 * @return the totals
	 */
	public ColumnTotals totals() {
		return this.totals;
	}

	/**
	 * How many finite values there are.
	 * @return the count that every figure here is over
	 */
	public long count() {
		return this.totals.count();
	}

	/**
	 * The arithmetic mean.
	 * @return the mean, NaN if there is no value
	 */
	public double mean() {
		return (count() > 0) ? this.centre.mean() : Double.NaN;
	}

	/**
	 * The sample variance: the sum of squared deviations over count − 1.
	 * @return the unbiased variance, NaN below two values
	 */
	public double variance() {
		return (count() > 1) ? Math.scalb(this.m2 / (count() - 1), 2 * this.centre.exponent()) : Double.NaN;
	}

	/**
	 * The square root of the sample variance, also where that is beyond doubles.
	 * @return the standard deviation, NaN below two values
	 */
	public double standardDeviation() {
		return standardDeviation(0);
	}

	/** The standard deviation over a power of two. */
	double standardDeviation(int shift) {
		return (count() > 1) ? Math.scalb(Math.sqrt(this.m2 / (count() - 1)), this.centre.exponent() - shift)
				: Double.NaN;
	}

	/**
	 * The standard error of the mean.
	 * @return the standard deviation over √count, NaN below two values
	 */
	public double standardError() {
		return (count() > 1) ? Math.scalb(Math.sqrt(this.m2 / (count() - 1) / count()), this.centre.exponent())
				: Double.NaN;
	}

	/**
	 * The skewness of the data as a population, as SciPy's {@code skew} gives it.
	 * @return the skewness, NaN if all values are equal
	 */
	public double skewness() {
		return (this.m2 > 0) ? Math.sqrt(count()) * this.m3 / (this.m2 * Math.sqrt(this.m2)) : Double.NaN;
	}

	/**
	 * The excess kurtosis of the data as a population, as SciPy's {@code kurtosis} gives
	 * it.
	 * @return the excess kurtosis, NaN if all values are equal
	 */
	public double excessKurtosis() {
		return (this.m2 > 0) ? count() * this.m4 / (this.m2 * this.m2) - 3 : Double.NaN;
	}

	/**
	 * The confidence interval of the mean by Student's t: mean ± t·standard error. It
	 * holds for a count fixed beforehand, not for one that was chosen by looking.
	 * @param confidence in (0, 1), such as 0.95
	 * @return the interval, both ends NaN below two values
	 */
	public Interval meanInterval(double confidence) {
		if (count() < 2) {
			return new Interval(Double.NaN, Double.NaN);
		}
		double halfWidth = StudentT.quantile(1 - (1 - confidence) / 2, count() - 1) * standardError();
		return new Interval(mean() - halfWidth, mean() + halfWidth);
	}

}
