package io.ancho.jobs.results;

import java.io.Serializable;
import java.util.BitSet;

/**
 * A run's results, readable wherever Spark runs a task.
 */
public interface StoredValues extends Serializable {

	/**
	 * Reads an output's values of a range of sequences within one bucket.
	 * @param output the output's name
	 * @param width doubles of one sequence
	 * @param first the first sequence
	 * @param count how many sequences
	 * @return count × width doubles, sequence after sequence; NaN where one failed
	 * @throws InvalidResultsException if a sequence has no result and has not failed
	 */
	double[] values(String output, int width, long first, int count);

	/**
	 * Which sequences of a range failed.
	 * @param first the first sequence, of a bucket of
	 * {@link io.ancho.events.ResultLayout}
	 * @param count how many sequences, no more than the bucket holds
	 * @return the failed ones, 0 standing for the first
	 */
	BitSet failed(long first, int count);

}
