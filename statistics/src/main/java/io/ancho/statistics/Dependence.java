package io.ancho.statistics;

import java.math.BigInteger;
import java.util.List;

/**
 * Covariance and correlation of columns, from exact sums over rows in which all columns
 * are finite. What the data cannot say is NaN.
 */
public final class Dependence {

	private final ProductSums sums;

	private final List<Centre> centres;

	/**
	 * What sums tell of at least one row.
	 * @param sums the sums of products
	 * @param centres the centres of the columns that the sums are about
	 */
	public Dependence(ProductSums sums, List<Centre> centres) {
		this.sums = sums;
		this.centres = centres;
	}

	/**
	 * The sample covariance, over count − 1.
	 * @param i a column's index
	 * @param j another's, or the same
	 * @return the covariance, NaN of a single row
	 */
	public double covariance(int i, int j) {
		if (this.sums.count() < 2) {
			return Double.NaN;
		}
		int exponent = this.centres.get(i).exponent() + this.centres.get(j).exponent() - 2 * ProductSums.BITS;
		BigInteger count = BigInteger.valueOf(this.sums.count());
		return Quotient.of(this.sums.aboutTheMeans(i, j).shiftLeft(Math.max(0, exponent)),
				count.multiply(count.subtract(BigInteger.ONE)).shiftLeft(Math.max(0, -exponent)));
	}

	/**
	 * Pearson's correlation.
	 * @param i a column's index
	 * @param j another's, or the same
	 * @return the correlation, NaN if one of the columns does not vary
	 */
	public double correlation(int i, int j) {
		double length = Math.sqrt(this.sums.aboutTheMeans(i, i).doubleValue())
				* Math.sqrt(this.sums.aboutTheMeans(j, j).doubleValue());
		if (!(length > 0)) {
			return Double.NaN;
		}
		return (i == j) ? 1 : Math.max(-1, Math.min(1, this.sums.aboutTheMeans(i, j).doubleValue() / length));
	}

}
