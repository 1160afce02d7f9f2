package io.ancho.stats.results;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class FormatsTests {

	@Test
	void anNpyHeaderIsAlignedAndEndsInANewline() {
		for (String shape : new String[] { "(0,)", "(1000000,)", "(123456789, 31)" }) {
			byte[] header = NpyHeader.of("<f8", shape);
			String text = new String(header, 10, header.length - 10, StandardCharsets.US_ASCII);
			assertThat(header.length % 64).isZero();
			assertThat((header[8] & 0xff) + 256 * (header[9] & 0xff)).isEqualTo(text.length());
			assertThat(text).startsWith("{'descr': '<f8', 'fortran_order': False, 'shape': " + shape + ", }")
				.endsWith("\n");
		}
	}

	@ParameterizedTest
	@CsvSource({ "NaN, nan", "Infinity, inf", "-Infinity, -inf", "0.1, 0.1", "-0.0, -0.0", "2e23, 2.0E23",
			"4.9e-324, 4.9E-324", "100, 100.0" })
	void numbersAreWrittenAsPythonReadsThem(double value, String text) {
		assertThat(CsvWriter.number(value)).isEqualTo(text);
	}

}
