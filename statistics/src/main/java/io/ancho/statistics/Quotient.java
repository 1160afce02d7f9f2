package io.ancho.statistics;

import java.math.BigInteger;

/**
 * Quotients of whole numbers as doubles.
 */
final class Quotient {

	/** Two more than a double has: one to round by, one for all that lies below. */
	private static final int BITS = 55;

	private static final int SMALLEST_EXPONENT = -1074;

	private Quotient() {
	}

	/**
	 * The double that is nearest to a quotient, the even one of two.
	 * @param numerator any whole number
	 * @param denominator a positive one
	 * @return the quotient, rounded once; infinite if it is beyond all doubles
	 */
	static double of(BigInteger numerator, BigInteger denominator) {
		if (numerator.signum() == 0) {
			return 0;
		}
		BigInteger magnitude = numerator.abs();
		int shift = BITS - (magnitude.bitLength() - denominator.bitLength());
		BigInteger[] parts = magnitude.shiftLeft(Math.max(0, shift))
			.divideAndRemainder(denominator.shiftLeft(Math.max(0, -shift)));
		long quotient = parts[0].longValueExact() | ((parts[1].signum() != 0) ? 1 : 0);
		return numerator.signum() * scaled(quotient, -shift);
	}

	/** A number of 55 or 56 bits times a power of two, rounded once. */
	private static double scaled(long significand, int exponent) {
		int tooSmall = SMALLEST_EXPONENT - exponent;
		if (tooSmall <= BITS - 53) {
			return Math.scalb((double) significand, exponent);
		}
		if (tooSmall > BITS + 1) {
			return 0;
		}
		long kept = significand >>> tooSmall;
		long dropped = significand - (kept << tooSmall);
		long half = 1L << (tooSmall - 1);
		boolean isUp = dropped > half || (dropped == half && (kept & 1) == 1);
		return (isUp ? kept + 1 : kept) * Double.MIN_VALUE;
	}

}
