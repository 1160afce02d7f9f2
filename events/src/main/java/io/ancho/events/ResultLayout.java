package io.ancho.events;

import java.util.List;

/**
 * How a run's outputs lie in the table {@code results} of its owner's keyspace.
 * <p>
 * A row holds {@code count} consecutive sequences' values of one output, as little-endian
 * float64, sequence after sequence (a vector's elements side by side). Failed sequences
 * are there as NaN and in the table {@code failures}. A row never crosses a bucket, and a
 * partition (run, output, bucket) stays below 64 MiB. Buckets depend on the output alone,
 * never on chunks, so whoever reads whole buckets reads the same numbers in the same
 * order however the run was executed. Rows of one bucket may overlap (a chunk split after
 * a failure, or executed twice); where they do, they agree.
 */
public final class ResultLayout {

	/** The CQL files of a user's keyspace, as class-path resources, in order. */
	public static final List<String> SCHEMA = List.of("results/001-results.cql", "results/002-written-outputs.cql",
			"results/003-summary-pages.cql");

	/**
	 * More buckets of the table {@code summary_pages} than any summary has: 2 GiB of
	 * pages.
	 */
	public static final int SUMMARY_BUCKETS = 64;

	/** The most bytes of one row's {@code values}. */
	public static final int MAX_CELL_BYTES = 512 * 1024;

	private static final int BUCKET_SEQUENCES = 65_536;

	/** 32 MiB of float64: room in a partition for every row to be there twice. */
	private static final int BUCKET_DOUBLES = 4 * 1024 * 1024;

	private ResultLayout() {
	}

	/**
	 * How many sequences a bucket of an output holds: a power of two.
	 * @param width doubles of one sequence
	 * @return the bucket's size, in sequences
	 */
	public static int bucketSize(int width) {
		return Math.min(BUCKET_SEQUENCES, Integer.highestOneBit(Math.max(1, BUCKET_DOUBLES / width)));
	}

	/**
	 * The bucket of a sequence.
	 * @param sequence the sequence's index
	 * @param width doubles of one sequence
	 * @return the bucket, from 0
	 */
	public static int bucket(long sequence, int width) {
		return Math.toIntExact(sequence / bucketSize(width));
	}

	/**
	 * How many sequences fit into one row.
	 * @param width doubles of one sequence
	 * @return at least 1
	 */
	public static int maxRowSequences(int width) {
		return Math.max(1, MAX_CELL_BYTES / (Double.BYTES * width));
	}

	/**
	 * The bucket of a failed sequence in the table {@code failures}.
	 * @param sequence the sequence's index
	 * @return the bucket, from 0
	 */
	public static int failureBucket(long sequence) {
		return Math.toIntExact(sequence / BUCKET_SEQUENCES);
	}

}
