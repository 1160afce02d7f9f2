package io.ancho.statistics;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/**
 * Exact sums of products of columns' scaled deviations from their means, each rounded to
 * 54 bits behind the point. Those of parts {@linkplain #plus add up} to those of the
 * whole, in any order.
 */
public final class ProductSums implements Serializable {

	private static final long serialVersionUID = 1;

	/** How many bits of a deviation lie behind the point. */
	static final int BITS = 54;

	private static final double ONE = 1L << BITS;

	/** Sums of high words of products, less than 2⁴⁴ each, of so many rows fit a long. */
	private static final int MOST_ROWS = 1 << 18;

	private final long count;

	/** Each column's sum. */
	private final BigInteger[] sums;

	/** Of columns i ≤ j at place j(j + 1)/2 + i. */
	private final BigInteger[] products;

	private ProductSums(long count, BigInteger[] sums, BigInteger[] products) {
		this.count = count;
		this.sums = sums;
		this.products = products;
	}

	/**
	 * The sums over some rows.
	 * @param columns columns of finite values, of at most 262,144 rows
	 * @param centres the centre of each column, of all of its data
	 * @return the sums over these rows
	 */
	public static ProductSums of(double[][] columns, List<Centre> centres) {
		int rows = columns[0].length;
		if (rows > MOST_ROWS) {
			throw new IllegalArgumentException(rows + " rows");
		}
		int k = columns.length;
		long[][] deviations = new long[k][];
		for (int c = 0; c < k; c++) {
			Centre centre = centres.get(c);
			deviations[c] = Arrays.stream(columns[c])
				.mapToLong((x) -> (long) Math.rint(centre.deviation(x) * ONE))
				.toArray();
		}
		long[] ones = new long[rows];
		Arrays.fill(ones, 1);
		BigInteger[] sums = new BigInteger[k];
		BigInteger[] products = new BigInteger[k * (k + 1) / 2];
		for (int j = 0; j < k; j++) {
			sums[j] = sumOfProducts(deviations[j], ones);
			for (int i = 0; i <= j; i++) {
				products[place(i, j)] = sumOfProducts(deviations[i], deviations[j]);
			}
		}
		return new ProductSums(rows, sums, products);
	}

	/** In 128 bits. */
	private static BigInteger sumOfProducts(long[] a, long[] b) {
		long high = 0;
		long low = 0;
		for (int row = 0; row < a.length; row++) {
			long product = a[row] * b[row];
			low += product;
			high += Math.multiplyHigh(a[row], b[row]) + ((Long.compareUnsigned(low, product) < 0) ? 1 : 0);
		}
		BigInteger unsigned = BigInteger.valueOf(low >>> 1).shiftLeft(1).add(BigInteger.valueOf(low & 1));
		return BigInteger.valueOf(high).shiftLeft(Long.SIZE).add(unsigned);
	}

	/**
	 * The sums over these rows and others together.
	 * @param other the sums over the others, about the same centres
	 * @return the sums over both
	 */
	public ProductSums plus(ProductSums other) {
		return new ProductSums(this.count + other.count, sum(this.sums, other.sums),
				sum(this.products, other.products));
	}

	private static BigInteger[] sum(BigInteger[] a, BigInteger[] b) {
		BigInteger[] sum = new BigInteger[a.length];
		Arrays.setAll(sum, (i) -> a[i].add(b[i]));
		return sum;
	}

	long count() {
		return this.count;
	}

	/** n·Σvw − Σv·Σw, in units of 2⁻¹⁰⁸. */
	BigInteger aboutTheMeans(int i, int j) {
		return this.products[place(Math.min(i, j), Math.max(i, j))].multiply(BigInteger.valueOf(this.count))
			.subtract(this.sums[i].multiply(this.sums[j]));
	}

	private static int place(int i, int j) {
		return j * (j + 1) / 2 + i;
	}

}
