package io.ancho.statistics;

/**
 * A quantile of a sample of numbers, of which some may be infinite, told by its order
 * statistics: the linear interpolation between the two around (count − 1)·p, which is
 * Hyndman and Fan's (1996) definition 7 and the default of NumPy and R.
 *
 * @param p the probability, in (0, 1)
 * @param count how many values there are, at least 1
 */
public record Quantile(double p, long count) {

	/**
	 * Checks the probability and the count.
	 */
	public Quantile {
		if (!(p > 0 && p < 1) || count < 1) {
			throw new IllegalArgumentException("no quantile " + p + " of " + count + " values");
		}
	}

	/**
	 * The rank of the order statistic at or below the quantile.
	 * @return a rank from 1 to count
	 */
	public long lowerRank() {
		return (long) Math.floor(position()) + 1;
	}

	/**
	 * The rank of the order statistic at or above the quantile.
	 * @return a rank from 1 to count
	 */
	public long upperRank() {
		return Math.min(this.count, lowerRank() + 1);
	}

	/**
	 * The quantile, with the very rounding of NumPy's {@code quantile}.
	 * @param lower the order statistic of {@link #lowerRank()}
	 * @param upper the order statistic of {@link #upperRank()}
	 * @return the quantile; NaN between the two infinities
	 */
	public double between(double lower, double upper) {
		return between(lower, upper, position() - Math.floor(position()));
	}

	private static double between(double lower, double upper, double fraction) {
		if (fraction == 0 || lower == upper) {
			return lower;
		}
		if (Double.isInfinite(lower)) {
			return Double.isInfinite(upper) ? Double.NaN : lower;
		}
		if (Double.isInfinite(upper)) {
			return upper;
		}
		double distance = upper - lower;
		if (Double.isInfinite(distance)) {
			return 2 * between(lower / 2, upper / 2, fraction);
		}
		return (fraction < 0.5) ? lower + distance * fraction : upper - distance * (1 - fraction);
	}

	/**
	 * The ranks of the order statistics that enclose the population's quantile with at
	 * least the given confidence, whatever the distribution.
	 * @param confidence in (0, 1), such as 0.95
	 * @return the two ranks; a rank of 0 or count + 1 is of no value there is: the sample
	 * is too small to bound the quantile on that side
	 */
	public Ranks interval(double confidence) {
		return new BinomialTails(this.count, this.p).ranks((1 - confidence) / 2);
	}

	private double position() {
		return (this.count - 1) * this.p;
	}

	/**
	 * The ranks of two order statistics.
	 *
	 * @param lower the rank of the lower, from 0
	 * @param upper the rank of the upper, to count + 1
	 */
	public record Ranks(long lower, long upper) {
	}

}
