package io.ancho.gateway.identity;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

import io.ancho.gateway.testing.Keys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class IdentitiesTests {

	private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

	private final Path folder;

	IdentitiesTests(@TempDir Path folder) {
		this.folder = folder;
	}

	@Test
	void signsTheUserForFiveMinutes() {
		Keys keys = Keys.generate(this.folder.resolve("key"));
		Jwt jwt = NimbusJwtDecoder.withPublicKey(keys.publicKey()).build().decode(identities(keys).of("alice"));
		assertThat(jwt.getSubject()).isEqualTo("alice");
		assertThat(jwt.getHeaders()).containsEntry("alg", "RS256");
		assertThat(jwt.getExpiresAt()).isEqualTo(this.now.plus(Duration.ofMinutes(5)));
	}

	@Test
	void signsOnceForAWhile() {
		Identities identities = identities(Keys.generate(this.folder.resolve("key")));
		assertThat(identities.of("alice")).isSameAs(identities.of("alice")).isNotEqualTo(identities.of("bob"));
	}

	@Test
	void saysWhichFileHoldsNoKey() throws Exception {
		Path file = Files.writeString(this.folder.resolve("key"), "not a key");
		assertThatIllegalStateException().isThrownBy(() -> SigningKey.read(file))
			.withMessageContainingAll(file.toString(), "ANCHO_IDENTITY_PRIVATE_KEY");
	}

	private Identities identities(Keys keys) {
		IdentityProperties properties = new IdentityProperties(keys.file(), Duration.ofMinutes(5),
				Duration.ofMinutes(1));
		return new Identities(SigningKey.read(keys.file()), properties, Clock.fixed(this.now, ZoneOffset.UTC));
	}

}
