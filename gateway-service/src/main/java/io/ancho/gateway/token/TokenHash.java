package io.ancho.gateway.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 of a token.
 *
 * @param hex 64 hexadecimal digits
 */
record TokenHash(String hex) {

	private static final int ID_DIGITS = 24;

	static TokenHash of(String token) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			return new TokenHash(HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8))));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every JDK has SHA-256", ex);
		}
	}

	/**
	 * The public id of the token: the hash's first 96 bits, which tell nothing of a token
	 * of 256 random bits. The same token always has the same id.
	 */
	String id() {
		return this.hex.substring(0, ID_DIGITS);
	}

	ByteBuffer bytes() {
		return ByteBuffer.wrap(HexFormat.of().parseHex(this.hex));
	}

	/** Whether the stored bytes are this hash, in a time that does not depend on them. */
	boolean matches(ByteBuffer stored) {
		byte[] other = new byte[stored.remaining()];
		stored.duplicate().get(other);
		return MessageDigest.isEqual(bytes().array(), other);
	}

}
