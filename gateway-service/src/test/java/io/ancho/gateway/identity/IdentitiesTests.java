package io.ancho.gateway.identity;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import io.ancho.gateway.testing.Keys;
import io.ancho.gateway.user.Limits;
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
	void signsTheUserTheScopesAndTheAudienceForFiveMinutes() {
		Keys keys = Keys.generate(this.folder.resolve("key"));
		Jwt jwt = NimbusJwtDecoder.withPublicKey(keys.publicKey())
			.build()
			.decode(identities(keys).of(identity("alice", "read", "write")));
		assertThat(jwt.getSubject()).isEqualTo("alice");
		assertThat(jwt.getClaimAsString("scope")).isEqualTo("read write");
		assertThat(jwt.getAudience()).containsExactly("run-service");
		assertThat(jwt.getHeaders()).containsEntry("alg", "RS256");
		assertThat(jwt.getExpiresAt()).isEqualTo(this.now.plus(Duration.ofMinutes(5)));
	}

	@Test
	void signsWhatTheUserIsHeldToIfThatWasEverSet() {
		Keys keys = Keys.generate(this.folder.resolve("key"));
		Limits limits = Limits.NONE.with(Map.of("runs", 20L), 2.0, this.now);
		Identity limited = new Identity("alice", new TreeSet<>(List.of("read")), List.of("run-service"),
				limits.claim());
		assertThat(decoded(keys, limited).getClaimAsMap("limits")).containsEntry("quota", Map.of("runs", 20L))
			.containsEntry("weight", 2.0)
			.containsEntry("since", this.now.toEpochMilli());
		assertThat(decoded(keys, identity("alice", "read")).hasClaim("limits")).isFalse();
	}

	private Jwt decoded(Keys keys, Identity identity) {
		return NimbusJwtDecoder.withPublicKey(keys.publicKey()).build().decode(identities(keys).of(identity));
	}

	@Test
	void signsOnceForAWhile() {
		Identities identities = identities(Keys.generate(this.folder.resolve("key")));
		assertThat(identities.of(identity("alice", "read"))).isSameAs(identities.of(identity("alice", "read")))
			.isNotEqualTo(identities.of(identity("alice", "read", "write")))
			.isNotEqualTo(identities.of(identity("bob", "read")));
	}

	@Test
	void saysWhichFileHoldsNoKey() throws Exception {
		Path file = Files.writeString(this.folder.resolve("key"), "not a key");
		assertThatIllegalStateException().isThrownBy(() -> SigningKey.read(file))
			.withMessageContainingAll(file.toString(), "ANCHO_IDENTITY_PRIVATE_KEY");
	}

	private static Identity identity(String user, String... scopes) {
		return new Identity(user, new TreeSet<>(List.of(scopes)), List.of("run-service"), Map.of());
	}

	private Identities identities(Keys keys) {
		IdentityProperties properties = new IdentityProperties(keys.file(), Duration.ofMinutes(5),
				Duration.ofMinutes(1));
		return new Identities(SigningKey.read(keys.file()), properties, Clock.fixed(this.now, ZoneOffset.UTC));
	}

}
