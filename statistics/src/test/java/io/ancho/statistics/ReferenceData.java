package io.ancho.statistics;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * NIST's Statistical Reference Datasets, univariate collection
 * (https://www.itl.nist.gov/div898/strd/): the data, the certified values, and the log
 * relative error that doubles allow of the standard deviation, which is below 15 where
 * the data cannot be written in doubles exactly. NIST's PiDigits is not the beginning of
 * π; its place takes π itself, with figures from integer arithmetic.
 *
 * @param name NIST's name
 * @param values the data
 * @param mean the certified mean
 * @param standardDeviation the certified standard deviation
 * @param ceiling the digits of the standard deviation that doubles allow
 */
record ReferenceData(String name, double[] values, double mean, double standardDeviation, double ceiling) {

	static Stream<ReferenceData> all() {
		return Stream.of(new ReferenceData("Lew", read("lew"), -177.435, 277.332168044316, 15),
				new ReferenceData("Lottery", read("lottery"), 518.958715596330, 291.699727470969, 15),
				new ReferenceData("Mavro", read("mavro"), 2.001856, 0.000429123454003053, 13.1),
				new ReferenceData("Michelso", read("michelso"), 299.8524, 0.0790105478190518, 13.8),
				new ReferenceData("digits of π", piDigits(), 4.5358, 2.8676755521876114, 15),
				new ReferenceData("NumAcc1", new double[] { 10000001, 10000003, 10000002 }, 10000002, 1, 15),
				new ReferenceData("NumAcc2", alternating(1.2, 1.1, 1.3), 1.2, 0.1, 15),
				new ReferenceData("NumAcc3", alternating(1000000.2, 1000000.1, 1000000.3), 1000000.2, 0.1, 9.4),
				new ReferenceData("NumAcc4", alternating(10000000.2, 10000000.1, 10000000.3), 10000000.2, 0.1, 8.2));
	}

	@Override
	public String toString() {
		return this.name;
	}

	static double logRelativeError(double computed, double certified) {
		double error = Math.abs(computed - certified) / Math.abs(certified);
		return (error == 0) ? 15 : Math.min(15, -Math.log10(error));
	}

	private static double[] alternating(double first, double odd, double even) {
		return IntStream.rangeClosed(0, 1000)
			.mapToDouble((i) -> (i == 0) ? first : (i % 2 == 1) ? odd : even)
			.toArray();
	}

	/** The first 5,000 digits of π, by Machin's formula. */
	private static double[] piDigits() {
		BigInteger one = BigInteger.TEN.pow(5010);
		BigInteger quarter = arccot(5, one).multiply(BigInteger.valueOf(4)).subtract(arccot(239, one));
		return quarter.multiply(BigInteger.valueOf(4))
			.toString()
			.chars()
			.limit(5000)
			.mapToDouble((digit) -> digit - '0')
			.toArray();
	}

	private static BigInteger arccot(int x, BigInteger one) {
		BigInteger term = one.divide(BigInteger.valueOf(x));
		BigInteger sum = term;
		for (int n = 3; term.signum() != 0; n += 2) {
			term = term.divide(BigInteger.valueOf((long) x * x)).negate();
			sum = sum.add(term.divide(BigInteger.valueOf(n)));
		}
		return sum;
	}

	private static double[] read(String name) {
		try (BufferedReader reader = new BufferedReader(new InputStreamReader(
				Objects.requireNonNull(ReferenceData.class.getResourceAsStream("/nist/" + name + ".txt")),
				StandardCharsets.UTF_8))) {
			return reader.lines()
				.filter((line) -> !line.startsWith("#"))
				.flatMap((line) -> Arrays.stream(line.split(" ")))
				.mapToDouble(Double::parseDouble)
				.toArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
