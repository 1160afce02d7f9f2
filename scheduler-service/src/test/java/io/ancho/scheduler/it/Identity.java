package io.ancho.scheduler.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;

import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

/**
 * Signs as the gateway does. Olga is an operator.
 */
final class Identity {

	private final RSAPublicKey publicKey;

	private final NimbusJwtEncoder encoder;

	Identity() throws NoSuchAlgorithmException {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
		generator.initialize(2048);
		KeyPair pair = generator.generateKeyPair();
		this.publicKey = (RSAPublicKey) pair.getPublic();
		RSAKey key = new RSAKey.Builder(this.publicKey).privateKey((RSAPrivateKey) pair.getPrivate()).build();
		this.encoder = new NimbusJwtEncoder(new ImmutableJWKSet<>(new JWKSet(key)));
	}

	Path writePublicKey(Path folder) throws IOException {
		String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
			.encodeToString(this.publicKey.getEncoded());
		return Files.writeString(folder.resolve("identity.pub"),
				"-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n");
	}

	String tokenOf(String user) {
		JwtClaimsSet claims = JwtClaimsSet.builder()
			.subject(user)
			.audience(List.of("scheduler-service"))
			.claim("scope", "olga".equals(user) ? "read write operator" : "read write")
			.expiresAt(Instant.now().plusSeconds(300))
			.build();
		return this.encoder.encode(JwtEncoderParameters.from(claims)).getTokenValue();
	}

}
