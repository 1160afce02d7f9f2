package io.ancho.statistics;

import java.io.Serializable;

/**
 * Exact sums of the first to the fourth power of scaled deviations from the mean. Those
 * of parts {@linkplain #plus add up} to those of the whole, in any order.
 *
 * @param first the sum of the deviations: what rounding the mean has left
 * @param second of their squares
 * @param third of their cubes
 * @param fourth of their fourth powers
 */
public record PowerSums(ExactSum first, ExactSum second, ExactSum third, ExactSum fourth) implements Serializable {

	/** The sums over no data. */
	public static final PowerSums NOTHING = new PowerSums(ExactSum.ZERO, ExactSum.ZERO, ExactSum.ZERO, ExactSum.ZERO);

	/**
	 * The sums over some values.
	 * @param values finite values
	 * @param centre the centre of all of the data
	 * @return the sums of powers of their deviations from it
	 */
	public static PowerSums of(double[] values, Centre centre) {
		ExactSummation first = new ExactSummation();
		ExactSummation second = new ExactSummation();
		ExactSummation third = new ExactSummation();
		ExactSummation fourth = new ExactSummation();
		for (double x : values) {
			double deviation = centre.deviation(x);
			double square = deviation * deviation;
			first.add(deviation);
			second.add(square);
			third.add(square * deviation);
			fourth.add(square * square);
		}
		return new PowerSums(first.sum(), second.sum(), third.sum(), fourth.sum());
	}

	/**
	 * The sums over this data and other data together.
	 * @param other the sums over the other data, about the same centre
	 * @return the sums over both
	 */
	public PowerSums plus(PowerSums other) {
		return new PowerSums(this.first.plus(other.first), this.second.plus(other.second), this.third.plus(other.third),
				this.fourth.plus(other.fourth));
	}

}
