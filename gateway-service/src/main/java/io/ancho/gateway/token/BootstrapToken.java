package io.ancho.gateway.token;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;

import io.ancho.gateway.user.Users;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first token of an installation: what is in a file becomes the user {@code local}'s,
 * who is an operator.
 */
class BootstrapToken {

	static final String USER = "local";

	private static final Logger logger = LoggerFactory.getLogger(BootstrapToken.class);

	/** 128 random bits take 22 characters of base64, and more of anything plainer. */
	private static final int MIN_LENGTH = 22;

	private final Tokens tokens;

	private final Users users;

	private final Clock clock;

	BootstrapToken(Tokens tokens, Users users, Clock clock) {
		this.tokens = tokens;
		this.users = users;
		this.clock = clock;
	}

	/**
	 * Makes sure that the token in the file is valid. Does nothing if it is already.
	 * @param file a text file; white space around the token is ignored
	 * @throws UncheckedIOException if the file cannot be read
	 * @throws IllegalStateException if what it holds is too short to be a token
	 */
	void register(Path file) {
		TokenHash hash = TokenHash.of(read(file));
		this.users.ensureOperator(USER, this.clock.instant());
		if (this.tokens.find(hash).isEmpty()) {
			this.tokens.add(USER, hash, "bootstrap", EnumSet.allOf(Scope.class), this.clock.instant(), null);
			logger.info("The token in {} is now the user {}'s", file, USER);
		}
	}

	private static String read(Path file) {
		try {
			String token = Files.readString(file).strip();
			if (token.length() < MIN_LENGTH) {
				throw new IllegalStateException("the token in " + file
						+ " (ANCHO_BOOTSTRAP_TOKEN_FILE) is shorter than " + MIN_LENGTH
						+ " characters: put a random one there, such as the output of" + " `openssl rand -hex 32`");
			}
			return token;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(
					"cannot read the bootstrap token in " + file + " (ANCHO_BOOTSTRAP_TOKEN_FILE)", ex);
		}
	}

}
