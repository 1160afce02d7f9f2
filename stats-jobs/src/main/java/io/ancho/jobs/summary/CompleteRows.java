package io.ancho.jobs.summary;

import java.util.Arrays;

/**
 * The rows of a table in which every column is finite.
 */
final class CompleteRows {

	private CompleteRows() {
	}

	/**
	 * The columns over these rows, new arrays.
	 * @param columns columns of equal length
	 */
	static double[][] of(double[][] columns) {
		int rows = columns[0].length;
		int[] complete = new int[rows];
		int found = 0;
		for (int i = 0; i < rows; i++) {
			if (allFinite(columns, i)) {
				complete[found++] = i;
			}
		}
		if (found == rows) {
			return Arrays.stream(columns).map(double[]::clone).toArray(double[][]::new);
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

}
