package io.ancho.statistics;

/**
 * Adds doubles up exactly, a few instructions each (Neal 2015, the small
 * superaccumulator).
 */
final class ExactSummation {

	/** 2046 bits of the largest double in units of the smallest, and 98 for carries. */
	private static final int DIGITS = 67;

	/** So many summands cannot overflow a digit: each adds less than 2⁵³. */
	private static final int MOST_WITHOUT_CARRY = 1000;

	private final long[] digits = new long[DIGITS];

	private int added;

	/**
	 * Adds a value.
	 * @param x the value, which must be finite
	 */
	void add(double x) {
		long bits = Double.doubleToRawLongBits(x);
		int exponent = (int) (bits >>> 52) & 0x7ff;
		long fraction = bits & 0xf_ffff_ffff_ffffL;
		long significand = (exponent != 0) ? fraction | 0x10_0000_0000_0000L : fraction;
		int shift = Math.max(exponent, 1) - 1;
		long sign = bits >> 63;
		long low = (significand << (shift & 31)) & 0xffff_ffffL;
		long high = significand >>> (32 - (shift & 31));
		this.digits[shift >>> 5] += (low ^ sign) - sign;
		this.digits[(shift >>> 5) + 1] += (high ^ sign) - sign;
		if (++this.added == MOST_WITHOUT_CARRY) {
			ExactSum.carry(this.digits);
			this.added = 0;
		}
	}

	ExactSum sum() {
		ExactSum.carry(this.digits);
		this.added = 0;
		return ExactSum.of(0, this.digits);
	}

}
