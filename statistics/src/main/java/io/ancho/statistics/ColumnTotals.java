package io.ancho.statistics;

import java.io.Serializable;

/**
 * What one pass over data tells: how many of its values are finite, infinite or not
 * numbers, and of the finite ones the exact sum, the extremes and whether all are whole.
 * Totals of parts {@linkplain #plus add up} to those of the whole, in any order.
 *
 * @param count how many values are finite
 * @param nan how many are not numbers
 * @param negativeInfinite how many are −∞
 * @param positiveInfinite how many are +∞
 * @param least the least finite value, +∞ if there is none
 * @param most the greatest finite value, −∞ if there is none
 * @param whole whether all finite values are whole numbers
 * @param sum the exact sum of the finite values
 */
public record ColumnTotals(long count, long nan, long negativeInfinite, long positiveInfinite, double least,
		double most, boolean whole, ExactSum sum) implements Serializable {

	/** The totals of no data. */
	public static final ColumnTotals NOTHING = new ColumnTotals(0, 0, 0, 0, Double.POSITIVE_INFINITY,
			Double.NEGATIVE_INFINITY, true, ExactSum.ZERO);

	/**
	 * The totals of some values.
	 * @param values any values; none is a negative zero
	 * @return their totals
	 */
	public static ColumnTotals of(double[] values) {
		long nan = 0;
		long positive = 0;
		long negative = 0;
		double least = Double.POSITIVE_INFINITY;
		double most = Double.NEGATIVE_INFINITY;
		boolean whole = true;
		ExactSummation sum = new ExactSummation();
		for (double x : values) {
			if (Double.isFinite(x)) {
				least = Math.min(least, x);
				most = Math.max(most, x);
				whole &= x == Math.rint(x);
				sum.add(x);
			}
			else if (Double.isNaN(x)) {
				nan++;
			}
			else if (x > 0) {
				positive++;
			}
			else {
				negative++;
			}
		}
		return new ColumnTotals(values.length - nan - positive - negative, nan, negative, positive, least, most, whole,
				sum.sum());
	}

	/**
	 * The totals of this data and other data together.
	 * @param other the totals of the other data
	 * @return the totals of both
	 */
	public ColumnTotals plus(ColumnTotals other) {
		return new ColumnTotals(this.count + other.count, this.nan + other.nan,
				this.negativeInfinite + other.negativeInfinite, this.positiveInfinite + other.positiveInfinite,
				Math.min(this.least, other.least), Math.max(this.most, other.most), this.whole && other.whole,
				this.sum.plus(other.sum));
	}

	/**
	 * How many values are numbers, the infinite ones among them.
	 * @return the count that order statistics and targets are over
	 */
	public long numbers() {
		return this.count + infinite();
	}

	/**
	 * How many values are infinite.
	 * @return the count of both signs
	 */
	public long infinite() {
		return this.negativeInfinite + this.positiveInfinite;
	}

	/**
	 * The least number, infinite or not.
	 * @return the minimum, NaN if there is no number
	 */
	public double min() {
		if (this.negativeInfinite > 0) {
			return Double.NEGATIVE_INFINITY;
		}
		return (numbers() > 0) ? this.least : Double.NaN;
	}

	/**
	 * The greatest number, infinite or not.
	 * @return the maximum, NaN if there is no number
	 */
	public double max() {
		if (this.positiveInfinite > 0) {
			return Double.POSITIVE_INFINITY;
		}
		return (numbers() > 0) ? this.most : Double.NaN;
	}

	/**
	 * Where the finite values are and how far they reach.
	 * @return their centre; 0 if there is none
	 */
	public Centre centre() {
		return (this.count > 0) ? Centre.of(this.sum.dividedBy(this.count), this.least, this.most) : new Centre(0, 0);
	}

}
