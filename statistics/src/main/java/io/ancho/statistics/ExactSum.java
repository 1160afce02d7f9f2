package io.ancho.statistics;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * The exact sum of finite doubles: no order and no grouping of the summands can change
 * it. Every finite double is a whole multiple of 2⁻¹⁰⁷⁴, so it is a whole number of these
 * units, held in digits of 32 bits. Immutable.
 */
public final class ExactSum implements Serializable {

	private static final long serialVersionUID = 1;

	/** The exponent of the unit. */
	private static final int UNIT = 1074;

	/** The sum of nothing. */
	public static final ExactSum ZERO = new ExactSum(0, new long[0]);

	/** How many digits of 0 come before the first. */
	private final int first;

	/** The lowest first; all but the last are in [0, 2³²), and that has the sign. */
	private final long[] digits;

	private ExactSum(int first, long[] digits) {
		this.first = first;
		this.digits = digits;
	}

	/** Of normalised digits, of which those at both ends may be 0. */
	static ExactSum of(int first, long[] digits) {
		int start = 0;
		while (start < digits.length && digits[start] == 0) {
			start++;
		}
		int end = digits.length;
		while (end > start && digits[end - 1] == 0) {
			end--;
		}
		return (start == end) ? ZERO : new ExactSum(first + start, Arrays.copyOfRange(digits, start, end));
	}

	/**
	 * The sum of this and another.
	 * @param other the other sum
	 * @return both together
	 */
	public ExactSum plus(ExactSum other) {
		if (this.digits.length == 0 || other.digits.length == 0) {
			return (this.digits.length == 0) ? other : this;
		}
		int start = Math.min(this.first, other.first);
		int end = Math.max(this.first + this.digits.length, other.first + other.digits.length) + 1;
		long[] sum = new long[end - start];
		addTo(sum, start);
		other.addTo(sum, start);
		carry(sum);
		return of(start, sum);
	}

	private void addTo(long[] sum, int start) {
		for (int i = 0; i < this.digits.length; i++) {
			sum[this.first - start + i] += this.digits[i];
		}
	}

	/** Brings all digits but the last into [0, 2³²). */
	static void carry(long[] digits) {
		for (int i = 0; i < digits.length - 1; i++) {
			digits[i + 1] += digits[i] >> 32;
			digits[i] &= 0xffff_ffffL;
		}
	}

	/**
	 * The double that is nearest to the sum.
	 * @return the sum, rounded once
	 */
	public double value() {
		return dividedBy(1);
	}

	/**
	 * The double that is nearest to the sum over a count.
	 * @param count what to divide by, at least 1
	 * @return the quotient, rounded once
	 */
	public double dividedBy(long count) {
		return Quotient.of(units(), BigInteger.valueOf(count).shiftLeft(UNIT));
	}

	private BigInteger units() {
		BigInteger units = BigInteger.ZERO;
		for (int i = this.digits.length - 1; i >= 0; i--) {
			units = units.shiftLeft(32).add(BigInteger.valueOf(this.digits[i]));
		}
		return units.shiftLeft(32 * this.first);
	}

}
