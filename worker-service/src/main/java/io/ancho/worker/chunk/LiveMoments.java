package io.ancho.worker.chunk;

import java.nio.DoubleBuffer;

import io.ancho.events.PartialMoments;

/**
 * Count, mean, sum of squared deviations, minimum and maximum of the finite values of an
 * output, for the figures that are shown while a run is under way: in plain doubles, at
 * the speed of memory. The summary's are computed from the stored results, and exactly.
 * <p>
 * Two passes over each piece, and pieces joined as by Chan, Golub and LeVeque (1979).
 *
 * @param count how many values
 * @param mean their mean
 * @param m2 the sum of their squared deviations from the mean
 * @param min the smallest, or infinity if there is none
 * @param max the largest, or minus infinity if there is none
 */
record LiveMoments(long count, double mean, double m2, double min, double max) {

	static final LiveMoments NONE = new LiveMoments(0, 0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

	private static final int PIECE = 2048;

	/**
	 * The moments of all remaining values.
	 */
	static LiveMoments of(DoubleBuffer values) {
		double[] piece = new double[Math.min(PIECE, values.remaining())];
		LiveMoments all = NONE;
		while (values.hasRemaining()) {
			int n = Math.min(piece.length, values.remaining());
			values.get(piece, 0, n);
			all = all.and(of(piece, finite(piece, n)));
		}
		return all;
	}

	/** Moves the finite values to the front, and says how many there are. */
	private static int finite(double[] piece, int n) {
		int count = 0;
		for (int k = 0; k < n; k++) {
			if (Double.isFinite(piece[k])) {
				piece[count++] = piece[k];
			}
		}
		return count;
	}

	private static LiveMoments of(double[] piece, int n) {
		if (n == 0) {
			return NONE;
		}
		double sum = 0;
		double min = piece[0];
		double max = piece[0];
		for (int k = 0; k < n; k++) {
			double value = piece[k];
			sum += value / n;
			min = (value < min) ? value : min;
			max = (value > max) ? value : max;
		}
		double m2 = 0;
		for (int k = 0; k < n; k++) {
			double deviation = piece[k] - sum;
			m2 += deviation * deviation;
		}
		return new LiveMoments(n, sum, m2, min, max);
	}

	/**
	 * The moments of these values and others together.
	 */
	LiveMoments and(LiveMoments other) {
		if (this.count == 0 || other.count == 0) {
			return (this.count == 0) ? other : this;
		}
		long n = this.count + other.count;
		double delta = other.mean - this.mean;
		double share = (double) other.count / n;
		return new LiveMoments(n, this.mean + delta * share, this.m2 + other.m2 + delta * delta * share * this.count,
				Math.min(this.min, other.min), Math.max(this.max, other.max));
	}

	/**
	 * What an executor reports of them.
	 */
	PartialMoments report() {
		return (this.count > 0) ? new PartialMoments(this.count, this.mean, this.m2, this.min, this.max)
				: new PartialMoments(0, 0, 0, 0, 0);
	}

}
