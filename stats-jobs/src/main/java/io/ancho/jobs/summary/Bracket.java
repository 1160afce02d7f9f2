package io.ancho.jobs.summary;

import java.io.Serializable;

/**
 * Two values of a column with a wanted order statistic between them, both included.
 *
 * @param low no more values lie below it than the rank less one
 * @param high at least as many values as the rank lie at or below it
 */
record Bracket(double low, double high) implements Serializable {

	boolean isOneValue() {
		return Double.compare(this.low, this.high) == 0;
	}

	boolean overlaps(Bracket next) {
		return Double.compare(next.low, this.high) < 0;
	}

	Bracket union(Bracket next) {
		return new Bracket(this.low, (Double.compare(this.high, next.high) < 0) ? next.high : this.high);
	}

}
