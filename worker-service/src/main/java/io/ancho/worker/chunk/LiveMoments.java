package io.ancho.worker.chunk;

import java.nio.DoubleBuffer;

import io.ancho.events.PartialMoments;

/**
 * The moments of an output's values, for the figures that are shown while a run is under
 * way: in plain doubles, at the speed of memory. The summary's are computed from the
 * stored results, and exactly.
 * <p>
 * Two passes over each piece.
 */
final class LiveMoments {

	private static final int PIECE = 2048;

	private LiveMoments() {
	}

	/**
	 * The moments of all remaining values.
	 * @param failed how many of them are NaN because their sequences failed, and are
	 * passed over
	 */
	static PartialMoments of(DoubleBuffer values, int failed) {
		double[] piece = new double[Math.min(PIECE, values.remaining())];
		PartialMoments all = new PartialMoments(0, -failed, 0, 0, 0, 0, 0, 0);
		while (values.hasRemaining()) {
			int n = Math.min(piece.length, values.remaining());
			values.get(piece, 0, n);
			all = all.merge(of(piece, n));
		}
		return all;
	}

	private static PartialMoments of(double[] piece, int n) {
		int count = 0;
		int nan = 0;
		int positive = 0;
		for (int k = 0; k < n; k++) {
			double value = piece[k];
			if (Double.isFinite(value)) {
				piece[count++] = value;
			}
			else {
				nan += Double.isNaN(value) ? 1 : 0;
				positive += (value > 0) ? 1 : 0;
			}
		}
		PartialMoments finite = ofFinite(piece, count);
		return new PartialMoments(count, nan, n - count - nan, positive, finite.mean(), finite.m2(), finite.min(),
				finite.max());
	}

	private static PartialMoments ofFinite(double[] piece, int n) {
		if (n == 0) {
			return PartialMoments.NONE;
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
		// Rounding may put the mean of equal values beside them.
		double mean = Math.max(min, Math.min(max, sum));
		double m2 = 0;
		for (int k = 0; k < n; k++) {
			double deviation = piece[k] - mean;
			m2 += deviation * deviation;
		}
		return new PartialMoments(n, 0, 0, 0, mean, m2, min, max);
	}

}
