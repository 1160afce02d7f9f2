package io.ancho.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * One numbered CQL file, such as {@code db/001-runs.cql}: statements that end in a
 * semicolon at the end of a line, and {@code --} comments on lines of their own.
 *
 * @param name the file's name without its folder, the key under which it is recorded
 * @param cql its text
 */
record Migration(String name, String cql) {

	static Migration read(String resource) {
		try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(resource)) {
			if (in == null) {
				throw new IllegalArgumentException("no CQL file " + resource + " on the class path");
			}
			String cql = new String(in.readAllBytes(), StandardCharsets.UTF_8);
			return new Migration(resource.substring(resource.lastIndexOf('/') + 1), cql);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("cannot read " + resource, ex);
		}
	}

	List<String> statements() {
		String withoutComments = this.cql.replaceAll("(?m)^\\s*--.*$", "");
		return Arrays.stream(withoutComments.split(";\\s*(\\n|$)"))
			.map(String::strip)
			.filter((s) -> !s.isEmpty())
			.toList();
	}

	String checksum() {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(this.cql.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every JDK has SHA-256", ex);
		}
	}

}
