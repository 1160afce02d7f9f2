package io.ancho.scheduler.mesos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A name and a secret, for HTTP's basic authentication.
 *
 * @param principal the name, empty for none
 * @param secret its secret
 */
public record Credentials(String principal, String secret) {

	/** From the file if one is given, else from the variables. */
	static Credentials of(MesosProperties properties) {
		return properties.credentialFile().isEmpty() ? new Credentials(properties.principal(), properties.secret())
				: read(Path.of(properties.credentialFile()));
	}

	/**
	 * Reads a file of one of Mesos's two forms, {@code {"principal": "…", "secret": "…"}}
	 * or the two words.
	 * @param file the file
	 * @return what it holds
	 * @throws IllegalArgumentException if it holds not both
	 */
	public static Credentials read(Path file) {
		String content;
		try {
			content = Files.readString(file).strip();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("the credentials cannot be read from " + file, ex);
		}
		return content.startsWith("{") ? json(file, content) : words(file, content);
	}

	private static Credentials json(Path file, String content) {
		JsonNode json = new JsonMapper().readTree(content);
		return checked(file, json.path("principal").asString(""), json.path("secret").asString(""));
	}

	private static Credentials words(Path file, String content) {
		String[] words = content.split("\\s+", 2);
		return checked(file, words[0], (words.length > 1) ? words[1] : "");
	}

	private static Credentials checked(Path file, String principal, String secret) {
		if (principal.isEmpty() || secret.isEmpty()) {
			throw new IllegalArgumentException(file
					+ " must hold a principal and a secret: {\"principal\": \"…\", \"secret\": \"…\"}, or the two words");
		}
		return new Credentials(principal, secret);
	}

	boolean present() {
		return !this.principal.isEmpty();
	}

	/**
	 * What to authenticate with.
	 * @return the value of the header {@code Authorization}
	 */
	public String basic() {
		byte[] both = (this.principal + ":" + this.secret).getBytes(StandardCharsets.UTF_8);
		return "Basic " + Base64.getEncoder().encodeToString(both);
	}

	/** Without the secret. */
	@Override
	public String toString() {
		return this.principal;
	}

}
