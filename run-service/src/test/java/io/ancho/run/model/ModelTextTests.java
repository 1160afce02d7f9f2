package io.ancho.run.model;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The same rule, in the same words, as the SDK's {@code tests/test_requirements.py} has.
 */
class ModelTextTests {

	@Test
	void textOfAnySystemIsRead() {
		assertThat(ModelText.of("\ufeffa\r\né\r".getBytes(StandardCharsets.UTF_8), "f")).isEqualTo("a\né\n");
		assertThat(ModelText.of("\ufeffé\r\n".getBytes(StandardCharsets.UTF_16LE), "f")).isEqualTo("é\n");
		assertThat(ModelText.of("\ufeffé\r\n".getBytes(StandardCharsets.UTF_16BE), "f")).isEqualTo("é\n");
		assertThat(ModelText.of(new byte[0], "f")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			610d0a23e761   | f, line 2: the byte 0xE7 is not UTF-8; save the file as UTF-8
			610d0de7       | f, line 3: the byte 0xE7 is not UTF-8; save the file as UTF-8
			61c3           | f, line 1: the byte 0xC3 is not UTF-8; save the file as UTF-8
			efbbbfff       | f, line 1: the byte 0xFF is not UTF-8; save the file as UTF-8
			fffe610062     | f: is not whole UTF-16; save the file as UTF-8
			fffe0000       | f: is UTF-32; save the file as UTF-8
			0a6100         | f, line 2: has U+0000 NULL; if the file is UTF-16 without its mark, save it as UTF-8
			""")
	void otherTextIsRefusedWithItsLineAndByte(String hex, String message) {
		assertThatExceptionOfType(InvalidModelException.class)
			.isThrownBy(() -> ModelText.of(HexFormat.of().parseHex(hex), "f"))
			.withMessage(message);
	}

	@Test
	void aTextWithoutEndIsRefused() {
		byte[] large = "x".repeat(ModelText.MAX_BYTES + 1).getBytes(Charset.defaultCharset());
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> ModelText.of(large, "f"))
			.withMessage("f: is larger than 1 MiB");
	}

}
