package io.ancho.statistics;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExactSumTests {

	@RepeatedTest(30)
	void isThatOfDecimalArithmetic(RepetitionInfo repetition) {
		Random random = new Random(repetition.getCurrentRepetition());
		double[] values = random.longs(random.nextInt(3000))
			.mapToDouble(Double::longBitsToDouble)
			.filter(Double::isFinite)
			.toArray();
		BigDecimal expected = BigDecimal.ZERO;
		ExactSummation summation = new ExactSummation();
		ExactSum parts = ExactSum.ZERO;
		for (double value : values) {
			expected = expected.add(new BigDecimal(value));
			summation.add(value);
			ExactSummation one = new ExactSummation();
			one.add(value);
			parts = parts.plus(one.sum());
		}
		assertThat(summation.sum().value()).isEqualTo(expected.doubleValue());
		assertThat(parts.value()).isEqualTo(expected.doubleValue());
	}

	@Test
	void nothingIsLostBesideTheLargestDoubles() {
		ExactSummation summation = new ExactSummation();
		for (double value : new double[] { Double.MAX_VALUE, Double.MAX_VALUE, 3e-324, -Double.MAX_VALUE,
				-Double.MAX_VALUE }) {
			summation.add(value);
		}
		assertThat(summation.sum().value()).isEqualTo(Double.MIN_VALUE);
	}

	@RepeatedTest(20)
	void quotientsAreRoundedOnce(RepetitionInfo repetition) {
		Random random = new Random(repetition.getCurrentRepetition());
		for (int i = 0; i < 200; i++) {
			BigInteger numerator = new BigInteger(1 + random.nextInt(300), random).add(BigInteger.ONE);
			int shift = random.nextInt(1400);
			BigDecimal expected = new BigDecimal(numerator).divide(new BigDecimal(BigInteger.ONE.shiftLeft(shift)));
			assertThat(Quotient.of(numerator.negate(), BigInteger.ONE.shiftLeft(shift)))
				.isEqualTo(-expected.doubleValue());
		}
		assertThat(Quotient.of(BigInteger.ONE.shiftLeft(1024), BigInteger.ONE)).isInfinite();
		assertThat(Quotient.of(BigInteger.ONE, BigInteger.valueOf(3))).isEqualTo(1.0 / 3);
	}

}
