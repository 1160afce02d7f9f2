package io.ancho.jobs.summary;

import java.io.Serializable;
import java.util.Arrays;

import io.ancho.statistics.Moments;
import org.apache.spark.ml.linalg.DenseMatrix;

/**
 * Sums of products of deviations between columns, over the rows where all are finite.
 * Parts merge by the formula of Chan, Golub and LeVeque (1979) for two variables.
 */
final class CoMoments implements Serializable {

	private static final long serialVersionUID = 1;

	private final long count;

	private final double[] means;

	/** Column-major, symmetric. */
	private final double[] products;

	private CoMoments(long count, double[] means, double[] products) {
		this.count = count;
		this.means = means;
		this.products = products;
	}

	static CoMoments of(double[][] columns) {
		double[][] complete = completeRows(columns);
		int k = columns.length;
		int rows = complete[0].length;
		double[] means = new double[k];
		double[] deviations = new double[rows * k];
		for (int c = 0; c < k; c++) {
			means[c] = (rows > 0) ? Moments.of(complete[c]).mean() : 0;
			for (int i = 0; i < rows; i++) {
				deviations[c * rows + i] = complete[c][i] - means[c];
			}
		}
		DenseMatrix matrix = new DenseMatrix(rows, k, deviations);
		double[] products = (rows > 0) ? matrix.transpose().multiply(matrix).values() : new double[k * k];
		return new CoMoments(rows, means, products);
	}

	CoMoments merge(CoMoments other) {
		if (this.count == 0 || other.count == 0) {
			return (this.count == 0) ? other : this;
		}
		long n = this.count + other.count;
		int k = this.means.length;
		double shareOther = (double) other.count / n;
		double[] deltas = new double[k];
		Arrays.setAll(deltas, (i) -> other.means[i] - this.means[i]);
		double[] merged = new double[k];
		Arrays.setAll(merged, (i) -> this.means[i] + deltas[i] * shareOther);
		double[] sums = new double[k * k];
		Arrays.setAll(sums,
				(i) -> this.products[i] + other.products[i] + deltas[i % k] * deltas[i / k] * this.count * shareOther);
		return new CoMoments(n, merged, sums);
	}

	long count() {
		return this.count;
	}

	double[][] covariance() {
		return matrix((i, j) -> product(i, j) / (this.count - 1));
	}

	/** Pearson's; NaN for a column that does not vary. */
	double[][] correlation() {
		return matrix((i, j) -> {
			double scale = Math.sqrt(product(i, i)) * Math.sqrt(product(j, j));
			if (this.count < 2 || !(scale > 0)) {
				return Double.NaN;
			}
			return (i == j) ? 1 : Math.max(-1, Math.min(1, product(i, j) / scale));
		});
	}

	private double product(int i, int j) {
		return this.products[Math.min(i, j) * this.means.length + Math.max(i, j)];
	}

	private double[][] matrix(Entry entry) {
		int k = this.means.length;
		double[][] matrix = new double[k][k];
		for (int i = 0; i < k; i++) {
			for (int j = 0; j < k; j++) {
				matrix[i][j] = entry.at(i, j);
			}
		}
		return matrix;
	}

	private static double[][] completeRows(double[][] columns) {
		int rows = columns[0].length;
		int[] complete = new int[rows];
		int found = 0;
		for (int i = 0; i < rows; i++) {
			if (allFinite(columns, i)) {
				complete[found++] = i;
			}
		}
		if (found == rows) {
			return columns;
		}
		int[] kept = Arrays.copyOf(complete, found);
		return Arrays.stream(columns)
			.map((column) -> Arrays.stream(kept).mapToDouble((i) -> column[i]).toArray())
			.toArray(double[][]::new);
	}

	private static boolean allFinite(double[][] columns, int row) {
		for (double[] column : columns) {
			if (!Double.isFinite(column[row])) {
				return false;
			}
		}
		return true;
	}

	private interface Entry {

		double at(int i, int j);

	}

}
