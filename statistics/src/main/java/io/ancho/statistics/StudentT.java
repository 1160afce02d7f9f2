package io.ancho.statistics;

/**
 * Student's t distribution with a whole number of degrees of freedom.
 */
public final class StudentT {

	/** From here on the expansion in 1/ν is exact to 12 digits at usual confidences. */
	private static final long LARGE = 400;

	private static final int TERMS = 11;

	private StudentT() {
	}

	/**
	 * The quantile function: by bisection of the finite series of the distribution
	 * (Abramowitz and Stegun 26.7.3, 26.7.4), and for many degrees of freedom by its
	 * expansion around the normal quantile (26.7.5). It takes no function that systems
	 * round differently.
	 * @param p a probability in (0, 1)
	 * @param degreesOfFreedom at least 1
	 * @return the number that a t variable stays below with probability p
	 */
	public static double quantile(double p, long degreesOfFreedom) {
		if (degreesOfFreedom < 1) {
			throw new IllegalArgumentException("at least one degree of freedom is needed, not " + degreesOfFreedom);
		}
		double normal = Normal.quantile(p);
		if (degreesOfFreedom >= LARGE) {
			return expansion(normal, degreesOfFreedom);
		}
		double t = bisection(Math.abs(2 * p - 1), (int) degreesOfFreedom);
		return Math.copySign(t, normal);
	}

	private static double expansion(double x, double df) {
		double y = x * x;
		double g1 = (y + 1) / 4;
		double g2 = ((5 * y + 16) * y + 3) / 96;
		double g3 = (((3 * y + 19) * y + 17) * y - 15) / 384;
		double g4 = ((((79 * y + 776) * y + 1482) * y - 1920) * y - 945) / 92160;
		return x + x * (g1 + (g2 + (g3 + g4 / df) / df) / df) / df;
	}

	private static double bisection(double probability, int df) {
		double low = 0;
		double high = 1;
		while (probabilityWithin(high, df) < probability) {
			high *= 2;
		}
		for (double middle = high / 2; low < middle && middle < high; middle = (low + high) / 2) {
			if (probabilityWithin(middle, df) < probability) {
				low = middle;
			}
			else {
				high = middle;
			}
		}
		return Math.sqrt(df) * high;
	}

	/** P(|T| ≤ √ν·u). */
	private static double probabilityWithin(double u, int df) {
		double square = 1 / (1 + u * u);
		boolean odd = df % 2 == 1;
		double term = odd ? Math.sqrt(square) : 1;
		double sum = (df == 1) ? 0 : term;
		for (int k = odd ? 3 : 2; k <= df - 2; k += 2) {
			term = term * square * (k - 1) / k;
			sum += term;
		}
		double series = u * Math.sqrt(square) * sum;
		return odd ? 2 / Math.PI * (arctangent(u) + series) : series;
	}

	/** By halving the angle four times, and a series that is exact from there on. */
	private static double arctangent(double u) {
		double tangent = u;
		for (int halving = 0; halving < 4; halving++) {
			tangent = tangent / (1 + Math.sqrt(1 + tangent * tangent));
		}
		double square = tangent * tangent;
		double series = 0;
		for (int k = TERMS; k >= 0; k--) {
			series = 1.0 / (2 * k + 1) - square * series;
		}
		return 16 * tangent * series;
	}

}
