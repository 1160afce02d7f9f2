package io.ancho.gateway.token;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TokenHashTests {

	@Test
	void isTheSha256OfTheToken() {
		assertThat(TokenHash.of("abc").hex())
			.isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	}

	@Test
	void theIdIsItsBeginning() {
		assertThat(TokenHash.of("abc").id()).isEqualTo("ba7816bf8f01cfea414140de");
	}

	@Test
	void matchesItsOwnBytesOnly() {
		TokenHash hash = TokenHash.of("abc");
		assertThat(hash.matches(hash.bytes())).isTrue();
		assertThat(hash.matches(TokenHash.of("abd").bytes())).isFalse();
		assertThat(hash.matches(hash.bytes().limit(12))).isFalse();
	}

}
