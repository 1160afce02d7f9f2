package io.ancho.statistics;

/**
 * The moments of a few values by two passes: the mean first, then the squares of the
 * deviations from it (the corrected two-pass algorithm of Chan, Golub and LeVeque 1983).
 * The sums of the values and of the squares are compensated.
 */
final class MomentBlock {

	static final int SIZE = 1024;

	private long count;

	private double min = Double.POSITIVE_INFINITY;

	private double max = Double.NEGATIVE_INFINITY;

	private double sum;

	private double sumError;

	private double m2;

	private double m2Error;

	static Moments moments(double[] values, int from, int to) {
		MomentBlock block = new MomentBlock();
		block.sum(values, from, to);
		if (block.count == 0) {
			return Moments.empty();
		}
		DoubleDouble mean = DoubleDouble.sum(block.sum, block.sumError).dividedBy(block.count);
		block.powers(values, from, to, mean);
		return new Moments(block.count, mean, DoubleDouble.sum(block.m2, block.m2Error), block.min, block.max);
	}

	private void sum(double[] values, int from, int to) {
		for (int i = from; i < to; i++) {
			double x = values[i];
			if (Double.isFinite(x)) {
				this.count++;
				this.min = Math.min(this.min, x);
				this.max = Math.max(this.max, x);
				double s = this.sum + x;
				double t = s - this.sum;
				this.sumError += (this.sum - (s - t)) + (x - t);
				this.sum = s;
			}
		}
	}

	private void powers(double[] values, int from, int to, DoubleDouble mean) {
		for (int i = from; i < to; i++) {
			double x = values[i];
			if (Double.isFinite(x)) {
				double d = (x - mean.hi()) - mean.lo();
				double square = d * d;
				double s = this.m2 + square;
				double t = s - this.m2;
				this.m2Error += (this.m2 - (s - t)) + (square - t) + Math.fma(d, d, -square);
				this.m2 = s;
			}
		}
	}

}
