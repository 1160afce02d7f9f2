package io.ancho.worker.results;

import java.util.ArrayList;
import java.util.List;

import io.ancho.events.ResultLayout;

/**
 * One row of the table {@code results}: sequences that share a bucket and fit into a
 * cell.
 *
 * @param bucket the bucket they lie in
 * @param first the first sequence
 * @param count how many
 */
record Row(int bucket, long first, int count) {

	/**
	 * Splits consecutive sequences into rows.
	 * @param first the first sequence
	 * @param count how many
	 * @param width doubles of one sequence
	 * @return the rows, in order, without gaps
	 */
	static List<Row> split(long first, int count, int width) {
		List<Row> rows = new ArrayList<>();
		long end = first + count;
		for (long at = first; at < end;) {
			int bucket = ResultLayout.bucket(at, width);
			long bucketEnd = (bucket + 1L) * ResultLayout.bucketSize(width);
			long rowEnd = Math.min(Math.min(end, bucketEnd), at + ResultLayout.maxRowSequences(width));
			rows.add(new Row(bucket, at, (int) (rowEnd - at)));
			at = rowEnd;
		}
		return rows;
	}

}
