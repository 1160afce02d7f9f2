package io.ancho.jobs.summary;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What a section's sorted column holds of a bracket.
 *
 * @param upToLow how many values are at or below the bracket's low end
 * @param between the values strictly between its ends, ascending
 */
record Slice(long upToLow, double[] between) implements Serializable {

	static Slice of(double[] sorted, Bracket bracket) {
		int from = search(sorted, bracket.low(), true);
		int to = search(sorted, bracket.high(), false);
		return new Slice(from, (from < to) ? Arrays.copyOfRange(sorted, from, to) : new double[0]);
	}

	/** How many values are below a value, or at most it. */
	private static int search(double[] sorted, double value, boolean orEqual) {
		int low = 0;
		int high = sorted.length;
		while (low < high) {
			int middle = (low + high) >>> 1;
			int comparison = Double.compare(sorted[middle], value);
			if (comparison < 0 || (orEqual && comparison == 0)) {
				low = middle + 1;
			}
			else {
				high = middle;
			}
		}
		return low;
	}

}
