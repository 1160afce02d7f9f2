package io.ancho.statistics;

import java.io.Serializable;

/**
 * A number of about 106 significant bits, as the unevaluated sum of two doubles (Dekker
 * 1971; Hida, Li, Bailey 2001). Merging partial moments in it leaves the order of the
 * merges invisible in the double that comes out.
 *
 * @param hi the nearest double
 * @param lo what is missing, at most half a unit in the last place of {@code hi}
 */
record DoubleDouble(double hi, double lo) implements Serializable {

	static final DoubleDouble ZERO = new DoubleDouble(0, 0);

	static DoubleDouble of(double value) {
		return new DoubleDouble(value, 0);
	}

	/** The exact sum of two doubles (Knuth). */
	static DoubleDouble sum(double a, double b) {
		double s = a + b;
		double t = s - a;
		return new DoubleDouble(s, (a - (s - t)) + (b - t));
	}

	DoubleDouble plus(DoubleDouble other) {
		DoubleDouble s = sum(this.hi, other.hi);
		DoubleDouble t = sum(this.lo, other.lo);
		DoubleDouble r = renormalised(s.hi, s.lo + t.hi);
		return renormalised(r.hi, r.lo + t.lo);
	}

	DoubleDouble minus(DoubleDouble other) {
		return plus(new DoubleDouble(-other.hi, -other.lo));
	}

	DoubleDouble times(DoubleDouble other) {
		double p = this.hi * other.hi;
		double e = Math.fma(this.hi, other.hi, -p);
		return renormalised(p, e + (this.hi * other.lo + this.lo * other.hi));
	}

	DoubleDouble times(double factor) {
		return times(of(factor));
	}

	DoubleDouble dividedBy(double divisor) {
		double q = this.hi / divisor;
		double remainder = Math.fma(-q, divisor, this.hi) + this.lo;
		return renormalised(q, remainder / divisor);
	}

	double value() {
		return this.hi + this.lo;
	}

	/** The sum of two doubles of which the first is the larger (Dekker). */
	private static DoubleDouble renormalised(double large, double small) {
		double s = large + small;
		return new DoubleDouble(s, small - (s - large));
	}

}
