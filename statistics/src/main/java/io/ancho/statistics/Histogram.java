package io.ancho.statistics;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How many values lie between neighbouring edges. A bin holds its lower edge, the last
 * one both. Immutable; histograms of the same edges merge.
 */
public final class Histogram implements Serializable {

	private static final long serialVersionUID = 1;

	private final double[] edges;

	private final long[] counts;

	private Histogram(double[] edges, long[] counts) {
		this.edges = edges;
		this.counts = counts;
	}

	/**
	 * Counts sorted values.
	 * @param edges the edges, ascending, at least two
	 * @param sorted the values in ascending order, each within the outermost edges
	 * @return the histogram
	 */
	public static Histogram of(double[] edges, double[] sorted) {
		long[] counts = new long[edges.length - 1];
		int start = 0;
		for (int bin = 0; bin < counts.length; bin++) {
			int end = (bin < counts.length - 1) ? firstAtLeast(sorted, edges[bin + 1], start) : sorted.length;
			counts[bin] = end - start;
			start = end;
		}
		return new Histogram(edges.clone(), counts);
	}

	/**
	 * The histogram of this data and other data together.
	 * @param other a histogram of the same edges
	 * @return the sum of both
	 */
	public Histogram merge(Histogram other) {
		if (!Arrays.equals(this.edges, other.edges)) {
			throw new IllegalArgumentException("histograms of different edges do not merge");
		}
		long[] sum = this.counts.clone();
		Arrays.setAll(sum, (bin) -> sum[bin] + other.counts[bin]);
		return new Histogram(this.edges, sum);
	}

	/**
	 * The edges of the bins.
	 * @return an ascending array, one longer than the counts
	 */
	public double[] edges() {
		return this.edges.clone();
	}

	/**
	 * How many values are in each bin.
	 * @return the counts, lowest bin first
	 */
	public long[] counts() {
		return this.counts.clone();
	}

	private static int firstAtLeast(double[] sorted, double edge, int from) {
		int low = from;
		int high = sorted.length;
		while (low < high) {
			int middle = (low + high) >>> 1;
			if (sorted[middle] < edge) {
				low = middle + 1;
			}
			else {
				high = middle;
			}
		}
		return low;
	}

}
