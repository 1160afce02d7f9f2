package io.ancho.run;

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
import java.util.Map;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

/**
 * Signs identities as the gateway does, and leaves the keys that the service needs in a
 * folder.
 */
final class TestIdentity {

	private final KeyPair keys;

	TestIdentity(Path folder) {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
			generator.initialize(2048);
			this.keys = generator.generateKeyPair();
			String base64 = Base64.getMimeEncoder().encodeToString(this.keys.getPublic().getEncoded());
			Files.writeString(publicKey(folder),
					"-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n");
			Files.writeString(linkSecret(folder), "a secret of the tests, long enough to be one");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Path publicKey(Path folder) {
		return folder.resolve("identity.pub");
	}

	static Path linkSecret(Path folder) {
		return folder.resolve("links.secret");
	}

	String token(String user) {
		return token(user, "run-service", "read write");
	}

	/** For a service, with scopes that have spaces between them. */
	String token(String user, String audience, String scope) {
		return sign(claims(user, audience, scope));
	}

	/** With what operators have set for the user. */
	String token(String user, Map<String, Object> limits) {
		return sign(claims(user, "run-service", "read write").claim("limits", limits));
	}

	private static JWTClaimsSet.Builder claims(String user, String audience, String scope) {
		return new JWTClaimsSet.Builder().subject(user)
			.audience(audience)
			.claim("scope", scope)
			.expirationTime(Date.from(Instant.now().plusSeconds(300)));
	}

	private String sign(JWTClaimsSet.Builder claims) {
		try {
			SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims.build());
			jwt.sign(new RSASSASigner(this.keys.getPrivate()));
			return jwt.serialize();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
