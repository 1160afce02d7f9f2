package io.ancho.run.model;

import java.util.regex.Pattern;

/**
 * The id of a model: {@code sha256:} and the digest of its normalised archive.
 *
 * @param value such as {@code sha256:2c26…}, 64 lower-case hexadecimal digits
 */
public record ModelId(String value) {

	private static final String PREFIX = "sha256:";

	private static final Pattern FORM = Pattern.compile(PREFIX + "[0-9a-f]{64}");

	public ModelId {
		if (!isValid(value)) {
			throw new IllegalArgumentException("not a model's id: " + value);
		}
	}

	/**
	 * Whether a text has the form of a model's id.
	 * @param value any text
	 * @return whether it has
	 */
	public static boolean isValid(String value) {
		return FORM.matcher(value).matches();
	}

	static ModelId ofDigest(String hex) {
		return new ModelId(PREFIX + hex);
	}

	String hex() {
		return this.value.substring(PREFIX.length());
	}

	@Override
	public String toString() {
		return this.value;
	}

}
