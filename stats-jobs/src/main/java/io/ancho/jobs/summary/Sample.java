package io.ancho.jobs.summary;

import java.io.Serializable;

/**
 * Every n-th of a section's sorted values, its first and its last: enough to bound the
 * rank of any value in the section.
 *
 * @param values the sampled values, ascending
 * @param indices where in the sorted column each of them was
 * @param count how many values the column has
 */
record Sample(double[] values, int[] indices, int count) implements Serializable {

	/** Balances what is sampled against what the second pass has to fetch. */
	private static final int DENSITY = 20;

	static int size(int count) {
		return (count > 0) ? (count - 1 + stride(count) - 1) / stride(count) + 1 : 0;
	}

	static Sample of(double[] sorted) {
		int size = size(sorted.length);
		int stride = stride(sorted.length);
		double[] values = new double[size];
		int[] indices = new int[size];
		for (int i = 0; i < size; i++) {
			indices[i] = (int) Math.min((long) i * stride, sorted.length - 1L);
			values[i] = sorted[indices[i]];
		}
		return new Sample(values, indices, sorted.length);
	}

	/** How many values lie after the sample before this one, up to and with this one. */
	int upTo(int i) {
		return (i == 0) ? 1 : this.indices[i] - this.indices[i - 1];
	}

	/** How many values lie from this sample up to, without, the next one. */
	int from(int i) {
		return ((i == this.indices.length - 1) ? this.count : this.indices[i + 1]) - this.indices[i];
	}

	private static int stride(int count) {
		return Math.max(1, (int) (count / Math.ceil(Math.sqrt((double) DENSITY * count))));
	}

}
