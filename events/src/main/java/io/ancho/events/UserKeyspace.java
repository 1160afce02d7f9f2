package io.ancho.events;

import java.nio.charset.StandardCharsets;

/**
 * The name of the keyspace that holds a user's results, failures, logs and summaries.
 */
public final class UserKeyspace {

	/** What every such name begins with. */
	public static final String PREFIX = "ancho_user_";

	private static final int MAX_LENGTH = 48;

	private UserKeyspace() {
	}

	/**
	 * The keyspace of a user: {@code ancho_user_} and the user's name, every byte other
	 * than a–z and 0–9 written as {@code _xx}, so that different users never share one.
	 * @param user the user's name, as the gateway signs it
	 * @return a name that CQL accepts unquoted
	 * @throws IllegalArgumentException if the name is too long for a keyspace
	 */
	public static String of(String user) {
		StringBuilder name = new StringBuilder(PREFIX);
		for (byte b : user.getBytes(StandardCharsets.UTF_8)) {
			if ((b >= 'a' && b <= 'z') || (b >= '0' && b <= '9')) {
				name.append((char) b);
			}
			else {
				name.append('_').append(String.format("%02x", b));
			}
		}
		if (name.length() > MAX_LENGTH) {
			throw new IllegalArgumentException("user " + user + " is too long for a keyspace's name");
		}
		return name.toString();
	}

}
