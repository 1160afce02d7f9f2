package io.ancho.statistics;

import java.io.Serializable;

/**
 * Where data is and how far it reaches. Deviations from the mean are scaled by a power of
 * two, so that the largest is between ½ and 1 and no power of them leaves the range of
 * doubles, whatever the data's magnitude.
 */
public final class Centre implements Serializable {

	private static final long serialVersionUID = 1;

	/** Brings the smallest double into the range of full precision. */
	private static final int SUBNORMAL_BITS = 54;

	private final double mean;

	private final int exponent;

	private final double factor;

	/** In two steps, because 2¹⁰⁷⁴ is beyond doubles. */
	private final double again;

	private final double scaledMean;

	Centre(double mean, int exponent) {
		int first = -exponent >> 1;
		this.mean = mean;
		this.exponent = exponent;
		this.factor = Math.scalb(1.0, first);
		this.again = Math.scalb(1.0, -exponent - first);
		this.scaledMean = mean * this.factor * this.again;
	}

	static Centre of(double mean, double least, double most) {
		double farthest = Math.max(most - mean, mean - least);
		if (Double.isInfinite(farthest)) {
			return new Centre(mean, exponentAbove(Math.max(most / 2 - mean / 2, mean / 2 - least / 2)) + 1);
		}
		return new Centre(mean, exponentAbove(farthest));
	}

	/** The smallest e with x < 2ᵉ; 0 for 0. */
	private static int exponentAbove(double x) {
		if (x == 0) {
			return 0;
		}
		int more = (x < Double.MIN_NORMAL) ? SUBNORMAL_BITS : 0;
		return Math.getExponent(Math.scalb(x, more)) + 1 - more;
	}

	/**
	 * The mean.
	 * @return the double that is nearest to it
	 */
	public double mean() {
		return this.mean;
	}

	/**
	 * What deviations are scaled by.
	 * @return the exponent of the least power of two above all of them
	 */
	int exponent() {
		return this.exponent;
	}

	/**
	 * A value's deviation from the mean, over 2 to the {@link #exponent()}.
	 * @param x one of the values
	 * @return a number in (−1, 1)
	 */
	double deviation(double x) {
		return x * this.factor * this.again - this.scaledMean;
	}

}
