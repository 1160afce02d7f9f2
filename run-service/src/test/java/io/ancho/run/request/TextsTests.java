package io.ancho.run.request;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TextsTests {

	@ParameterizedTest
	@CsvSource({ "0, U+0000 NULL", "9, U+0009 CHARACTER TABULATION", "1b, U+001B ESCAPE", "1, U+0001 CONTROL CHARACTER",
			"7f, U+007F DELETE", "85, U+0085 NEXT LINE", "9b, U+009B CONTROL CHARACTER", "2028, U+2028 LINE SEPARATOR",
			"2029, U+2029 PARAGRAPH SEPARATOR", "200e, U+200E LEFT-TO-RIGHT MARK", "61c, U+061C ARABIC LETTER MARK",
			"202e, U+202E RIGHT-TO-LEFT OVERRIDE", "2066, U+2066 LEFT-TO-RIGHT ISOLATE", "d800, U+D800 SURROGATE" })
	void whatCannotBeShownInOneLineIsNamed(String hex, String name) {
		char character = (char) Integer.parseInt(hex, 16);
		assertThat(Texts.unfit("a" + character + "b\u2028")).contains(name);
		assertThat(Texts.fault("a" + character)).contains("must not have " + name);
	}

	@Test
	void textOfAnyScriptIsTaken() {
		String emoji = new String(Character.toChars(0x1f468)) + "\u200d" + new String(Character.toChars(0x1f4bb));
		assertThat(Texts.fault("[draft] Größe — 模型 שלום\u00a0" + emoji)).isEmpty();
	}

}
