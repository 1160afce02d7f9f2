package io.ancho.statistics;

/**
 * How often something happened in a number of independent trials.
 *
 * @param successes how often
 * @param trials out of how many
 */
public record Proportion(long successes, long trials) {

	/**
	 * Checks the counts.
	 */
	public Proportion {
		if (successes < 0 || successes > trials) {
			throw new IllegalArgumentException(successes + " successes in " + trials + " trials");
		}
	}

	/**
	 * The counts of these trials and others together.
	 * @param other the others
	 * @return the sum of both
	 */
	public Proportion merge(Proportion other) {
		return new Proportion(this.successes + other.successes, this.trials + other.trials);
	}

	/**
	 * The fraction of successes.
	 * @return successes over trials, NaN without trials
	 */
	public double estimate() {
		return (double) this.successes / this.trials;
	}

	/**
	 * The score interval of the probability (Wilson 1927), which behaves well near 0 and
	 * 1 too. It holds for a number of trials fixed beforehand.
	 * @param confidence in (0, 1), such as 0.95
	 * @return an interval within [0, 1]; all of it without trials
	 */
	public Interval wilson(double confidence) {
		if (this.trials == 0) {
			return new Interval(0, 1);
		}
		double n = this.trials;
		double z = Normal.quantile(1 - (1 - confidence) / 2);
		double z2 = z * z;
		double p = estimate();
		double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
		double halfWidth = z / (1 + z2 / n) * Math.sqrt(p * (1 - p) / n + z2 / (4 * n * n));
		double low = (this.successes == 0) ? 0 : Math.max(0, centre - halfWidth);
		double high = (this.successes == this.trials) ? 1 : Math.min(1, centre + halfWidth);
		return new Interval(low, high);
	}

}
