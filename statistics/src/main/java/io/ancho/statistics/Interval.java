package io.ancho.statistics;

/**
 * An interval of real numbers, both ends included. NaN stands for an end that the data
 * cannot give.
 *
 * @param low the lower end
 * @param high the upper end
 */
public record Interval(double low, double high) {

	/**
	 * Half the interval's width.
	 * @return (high − low) / 2
	 */
	public double halfWidth() {
		return (this.high - this.low) / 2;
	}

	/**
	 * Whether a number lies in it.
	 * @param x the number
	 * @return whether low ≤ x ≤ high
	 */
	public boolean contains(double x) {
		return this.low <= x && x <= this.high;
	}

}
