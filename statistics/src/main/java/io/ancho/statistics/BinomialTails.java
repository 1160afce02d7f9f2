package io.ancho.statistics;

/**
 * The tails of a binomial distribution. The probabilities are summed outwards from the
 * mode by the ratios of neighbours, and set to sum to one at the end: no factorials, and
 * work in proportion to the standard deviation.
 */
final class BinomialTails {

	/** Terms so much smaller than the mode's add nothing to a double. */
	private static final double NEGLIGIBLE = 1e-22;

	private final long n;

	private final double odds;

	private final long mode;

	private final double total;

	BinomialTails(long n, double p) {
		this.n = n;
		this.odds = p / (1 - p);
		this.mode = Math.min(n, (long) Math.floor((n + 1) * p));
		double below = 0;
		long k = this.mode;
		for (double term = 1; term > NEGLIGIBLE && k > 0; k--) {
			term *= ratioDown(k);
			below += term;
		}
		double above = 0;
		k = this.mode;
		for (double term = 1; term > NEGLIGIBLE && k < n; k++) {
			term *= ratioUp(k);
			above += term;
		}
		this.total = below + 1 + above;
	}

	/**
	 * The confidence limits of a quantile: X₍lower₎ lies above it with probability P(B
	 * &lt; lower), X₍upper₎ below it with probability P(B ≥ upper), and neither exceeds
	 * the tail.
	 */
	Quantile.Ranks ranks(double tail) {
		return new Quantile.Ranks(lower(tail), upper(tail));
	}

	/** The largest rank with P(B < rank) ≤ tail. */
	private long lower(double tail) {
		long first = first();
		double cumulative = 0;
		double term = termDownTo(first);
		for (long k = first; k <= this.mode; k++) {
			cumulative += term / this.total;
			if (cumulative > tail) {
				return k;
			}
			term *= ratioUp(k);
		}
		return this.mode;
	}

	/** The smallest rank with P(B ≥ rank) ≤ tail. */
	private long upper(double tail) {
		long last = last();
		double cumulative = 0;
		double term = termUpTo(last);
		for (long k = last; k >= this.mode; k--) {
			cumulative += term / this.total;
			if (cumulative > tail) {
				return k + 1;
			}
			term *= ratioDown(k);
		}
		return this.mode;
	}

	private long first() {
		long k = this.mode;
		for (double term = 1; term > NEGLIGIBLE && k > 0; k--) {
			term *= ratioDown(k);
		}
		return k;
	}

	private long last() {
		long k = this.mode;
		for (double term = 1; term > NEGLIGIBLE && k < this.n; k++) {
			term *= ratioUp(k);
		}
		return k;
	}

	private double termDownTo(long first) {
		double term = 1;
		for (long k = this.mode; k > first; k--) {
			term *= ratioDown(k);
		}
		return term;
	}

	private double termUpTo(long last) {
		double term = 1;
		for (long k = this.mode; k < last; k++) {
			term *= ratioUp(k);
		}
		return term;
	}

	/** P(k − 1) / P(k). */
	private double ratioDown(long k) {
		return k / ((this.n - k + 1) * this.odds);
	}

	/** P(k + 1) / P(k). */
	private double ratioUp(long k) {
		return (this.n - k) * this.odds / (k + 1);
	}

}
