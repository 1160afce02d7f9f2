package io.ancho.stats;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

/**
 * Signs identities as the gateway does, and leaves the public key in a folder.
 */
final class TestIdentity {

	private final KeyPair keys;

	private final Path publicKey;

	TestIdentity(Path folder) {
		this.publicKey = folder.resolve("identity.pub");
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
			generator.initialize(2048);
			this.keys = generator.generateKeyPair();
			String base64 = Base64.getMimeEncoder().encodeToString(this.keys.getPublic().getEncoded());
			Files.writeString(this.publicKey, "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Path publicKey() {
		return this.publicKey;
	}

	String token(String user) {
		return token(user, "stats-service", "read write");
	}

	/** For a service, with scopes that have spaces between them. */
	String token(String user, String audience, String scope) {
		try {
			JWTClaimsSet claims = new JWTClaimsSet.Builder().subject(user)
				.audience(audience)
				.claim("scope", scope)
				.expirationTime(Date.from(Instant.now().plusSeconds(300)))
				.build();
			SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
			jwt.sign(new RSASSASigner(this.keys.getPrivate()));
			return jwt.serialize();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
