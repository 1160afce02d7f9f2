package io.ancho.worker.python;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StorableTextTests {

	@Test
	void unicodeStaysAsItIs() {
		assertThat(StorableText.of("Zoë \uD83C\uDFB2\n\u0000")).isEqualTo("Zoë \uD83C\uDFB2\n\u0000");
	}

	@Test
	void halvesOfSurrogatePairsAreReplaced() {
		assertThat(StorableText.of("a\uD800b\uDC00")).isEqualTo("a\uFFFDb\uFFFD");
	}

	@Test
	void whatIsTooLongIsCut() {
		assertThat(StorableText.of("x".repeat(1_000_000))).hasSize(64 * 1024);
	}

}
