package io.ancho.jobs.summary;

import java.util.Arrays;
import java.util.List;

import io.ancho.statistics.ColumnMoments;
import io.ancho.statistics.ColumnTotals;
import io.ancho.statistics.Dependence;
import org.jspecify.annotations.Nullable;

/**
 * Correlation and covariance of the scalar outputs, over the rows where all are finite. A
 * column that is finite in no other row has its own variance on the diagonal.
 *
 * @param count how many rows there are
 * @param correlation NaN where a column does not vary
 * @param covariance NaN where there are fewer than two rows
 */
record Matrices(long count, double[][] correlation, double[][] covariance) {

	/**
	 * Of several columns, from the sums of the second pass, or null if no row has all.
	 */
	static Matrices of(List<ColumnMoments> columns, List<ColumnTotals> complete, @Nullable Dependence dependence) {
		int k = columns.size();
		long count = complete.get(0).count();
		Matrices matrices = new Matrices(count, nothing(k), nothing(k));
		for (int i = 0; dependence != null && i < k; i++) {
			for (int j = 0; j < k; j++) {
				matrices.correlation[i][j] = dependence.correlation(i, j);
				matrices.covariance[i][j] = dependence.covariance(i, j);
			}
		}
		for (int i = 0; i < k; i++) {
			if (columns.get(i).count() == count) {
				matrices.covariance[i][i] = columns.get(i).variance();
			}
		}
		return matrices;
	}

	/** Of one column. */
	static Matrices of(ColumnMoments column) {
		boolean varies = column.count() > 0 && column.totals().least() < column.totals().most();
		return new Matrices(column.count(), new double[][] { { varies ? 1 : Double.NaN } },
				new double[][] { { column.variance() } });
	}

	private static double[][] nothing(int k) {
		double[][] matrix = new double[k][k];
		Arrays.stream(matrix).forEach((row) -> Arrays.fill(row, Double.NaN));
		return matrix;
	}

}
