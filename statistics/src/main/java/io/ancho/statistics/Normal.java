package io.ancho.statistics;

/**
 * The standard normal distribution. The same bits on every machine.
 */
public final class Normal {

	private static final double[] CENTRE = { 2.5090809287301226727e+3, 3.3430575583588128105e+4,
			6.7265770927008700853e+4, 4.5921953931549871457e+4, 1.3731693765509461125e+4, 1.9715909503065514427e+3,
			1.3314166789178437745e+2, 3.3871328727963666080e0 };

	private static final double[] CENTRE_DIVISOR = { 5.2264952788528545610e+3, 2.8729085735721942674e+4,
			3.9307895800092710610e+4, 2.1213794301586595867e+4, 5.3941960214247511077e+3, 6.8718700749205790830e+2,
			4.2313330701600911252e+1, 1 };

	private static final double[] TAIL = { 7.74545014278341407640e-4, 2.27238449892691845833e-2,
			2.41780725177450611770e-1, 1.27045825245236838258e0, 3.64784832476320460504e0, 5.76949722146069140550e0,
			4.63033784615654529590e0, 1.42343711074968357734e0 };

	private static final double[] TAIL_DIVISOR = { 1.05075007164441684324e-9, 5.47593808499534494600e-4,
			1.51986665636164571966e-2, 1.48103976427480074590e-1, 6.89767334985100004550e-1, 1.67638483018380384940e0,
			2.05319162663775882187e0, 1 };

	private static final double[] FAR_TAIL = { 2.01033439929228813265e-7, 2.71155556874348757815e-5,
			1.24266094738807843860e-3, 2.65321895265761230930e-2, 2.96560571828504891230e-1, 1.78482653991729133580e0,
			5.46378491116411436990e0, 6.65790464350110377720e0 };

	private static final double[] FAR_TAIL_DIVISOR = { 2.04426310338993978564e-15, 1.42151175831644588870e-7,
			1.84631831751005468180e-5, 7.86869131145613259100e-4, 1.48753612908506148525e-2, 1.36929880922735805310e-1,
			5.99832206555887937690e-1, 1 };

	private Normal() {
	}

	/**
	 * The quantile function, to about 16 digits (Wichura 1988, algorithm AS 241).
	 * @param p a probability in (0, 1)
	 * @return the number that a standard normal variable stays below with probability p
	 */
	public static double quantile(double p) {
		if (!(p > 0 && p < 1)) {
			throw new IllegalArgumentException("a probability in (0, 1) is needed, not " + p);
		}
		double q = p - 0.5;
		if (Math.abs(q) <= 0.425) {
			double r = 0.180625 - q * q;
			return q * polynomial(CENTRE, r) / polynomial(CENTRE_DIVISOR, r);
		}
		double r = Math.sqrt(-StrictMath.log((q < 0) ? p : 1 - p));
		double x = (r <= 5) ? polynomial(TAIL, r - 1.6) / polynomial(TAIL_DIVISOR, r - 1.6)
				: polynomial(FAR_TAIL, r - 5) / polynomial(FAR_TAIL_DIVISOR, r - 5);
		return Math.copySign(x, q);
	}

	private static double polynomial(double[] coefficients, double x) {
		double value = 0;
		for (double coefficient : coefficients) {
			value = value * x + coefficient;
		}
		return value;
	}

}
