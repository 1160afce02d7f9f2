package io.ancho.statistics;

/**
 * Confidence intervals of a probability that hold at all numbers of trials at once: the
 * probability that any of them, ever, misses the truth is at most 1 − confidence. So they
 * hold whenever one looks, and also where the moment of looking depends on what was seen.
 * <p>
 * Exact: Robbins (1970), Statistical methods related to the law of the iterated
 * logarithm, Annals of Mathematical Statistics 41(5), with the mixture over Jeffreys's
 * prior, whose likelihood ratio to the truth is a martingale that begins at 1; Ville's
 * inequality does the rest.
 */
public final class ProportionSequence {

	/** From here on the series are exact to a double's last digits. */
	private static final int LARGE = 32;

	private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

	private ProportionSequence() {
	}

	/**
	 * The interval after some trials.
	 * @param proportion how often it happened in how many independent trials
	 * @param confidence in (0, 1), such as 0.95
	 * @return an interval within [0, 1]; all of it without trials
	 */
	public static Interval interval(Proportion proportion, double confidence) {
		if (proportion.trials() == 0) {
			return new Interval(0, 1);
		}
		double bound = mixture(proportion) - Math.log1p(-confidence);
		double low = (proportion.successes() == 0) ? 0 : end(proportion, 0, bound);
		double high = (proportion.successes() == proportion.trials()) ? 1 : end(proportion, 1, bound);
		return new Interval(low, high);
	}

	/**
	 * Bisects between the estimate and the far end, and gives the outer of two
	 * neighbours.
	 */
	private static double end(Proportion proportion, double far, double bound) {
		double inside = proportion.estimate();
		double outside = far;
		while (true) {
			double middle = (inside + outside) / 2;
			if (middle == inside || middle == outside) {
				return outside;
			}
			if (divergence(proportion, middle) < bound) {
				inside = middle;
			}
			else {
				outside = middle;
			}
		}
	}

	/** The logarithm of the likelihood's ratio between the estimate and p. */
	private static double divergence(Proportion proportion, double p) {
		double estimate = proportion.estimate();
		long failures = proportion.trials() - proportion.successes();
		double ofSuccesses = (proportion.successes() == 0) ? 0
				: -proportion.successes() * Math.log1p((p - estimate) / estimate);
		double rest = (double) failures / proportion.trials();
		double ofFailures = (failures == 0) ? 0 : -failures * Math.log1p((estimate - p) / rest);
		return ofSuccesses + ofFailures;
	}

	/**
	 * The logarithm of the likelihood's ratio between the estimate and the mixture. The
	 * large terms of the three gamma functions cancel.
	 */
	private static double mixture(Proportion proportion) {
		long n = proportion.trials();
		long successes = proportion.successes();
		return 0.5 * Math.log(n) + 0.5 * Math.log(Math.PI / 2) - ofHalf(successes) - ofHalf(n - successes)
				+ ofFactorial(n);
	}

	/** log Γ(x + ½) less x log x − x + ½ log 2π. */
	private static double ofHalf(long x) {
		if (x >= LARGE) {
			double inverse = 1.0 / x;
			return inverse * (-1.0 / 24 + inverse * inverse * (7.0 / 2880 - inverse * inverse * 31 / 40_320));
		}
		double logGamma = 0.5 * Math.log(Math.PI);
		for (int k = 1; k <= x; k++) {
			logGamma += Math.log(k - 0.5);
		}
		return logGamma - ((x > 0) ? x * Math.log(x) - x : 0) - HALF_LOG_TWO_PI;
	}

	/** log n! less n log n − n + ½ log 2πn. */
	private static double ofFactorial(long n) {
		if (n >= LARGE) {
			double inverse = 1.0 / n;
			return inverse * (1.0 / 12 - inverse * inverse * (1.0 / 360 - inverse * inverse / 1260));
		}
		double logFactorial = 0;
		for (int k = 2; k <= n; k++) {
			logFactorial += Math.log(k);
		}
		return logFactorial - (n * Math.log(n) - n + HALF_LOG_TWO_PI + 0.5 * Math.log(n));
	}

}
