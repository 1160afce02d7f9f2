package io.ancho.events;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The Cassandra role of a user's own code: it may read that user's keyspace, whose name
 * it has, and nothing else. Its password is not stored anywhere: whoever has the secret
 * that run-service and stats-service share derives it.
 *
 * @param name the role's, and the keyspace's
 * @param password HMAC-SHA256 of the name with the secret, in base64url
 */
public record UserRole(String name, String password) {

	private static final int LEAST_SECRET_BYTES = 32;

	private static final String ALGORITHM = "HmacSHA256";

	/**
	 * The role that belongs to a keyspace.
	 * @param keyspace a user's keyspace, {@link UserKeyspace#of}
	 * @param secret the shared secret, 32 bytes or more
	 * @return the role
	 * @throws IllegalArgumentException if the secret is shorter
	 */
	public static UserRole of(String keyspace, String secret) {
		byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
		if (bytes.length < LEAST_SECRET_BYTES) {
			throw new IllegalArgumentException("the secret of users' roles has fewer than " + LEAST_SECRET_BYTES
					+ " bytes; put a longer random one there");
		}
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(new SecretKeySpec(bytes, ALGORITHM));
			byte[] password = mac.doFinal(keyspace.getBytes(StandardCharsets.UTF_8));
			return new UserRole(keyspace, Base64.getUrlEncoder().withoutPadding().encodeToString(password));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("every JDK has " + ALGORITHM, ex);
		}
	}

	@Override
	public String toString() {
		return "UserRole[name=" + this.name + "]";
	}

}
