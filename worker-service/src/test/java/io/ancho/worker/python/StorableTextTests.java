package io.ancho.worker.python;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StorableTextTests {

	@Test
	void unicodeStaysAsItIs() {
		assertThat(StorableText.of("Zoë \uD83C\uDFB2\n\u0000")).isEqualTo("Zoë \uD83C\uDFB2\n\u0000");
		assertThat(StorableText.isName("Zoë \uD83C\uDFB2")).isTrue();
	}

	@Test
	void halvesOfSurrogatePairsAreReplacedInTextsAndRefusedInNames() {
		assertThat(StorableText.of("a\uD800b\uDC00")).isEqualTo("a\uFFFDb\uFFFD");
		assertThat(StorableText.isName("a\uD800b")).isFalse();
		assertThat(StorableText.isName("a\uDC00")).isFalse();
	}

	@Test
	void whatIsTooLongOrNothingIsNoName() {
		assertThat(StorableText.isName("")).isFalse();
		assertThat(StorableText.isName(null)).isFalse();
		assertThat(StorableText.isName("x".repeat(10_001))).isFalse();
		assertThat(StorableText.of("x".repeat(1_000_000))).hasSize(64 * 1024);
	}

}
