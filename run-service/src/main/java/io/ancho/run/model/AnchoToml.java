package io.ancho.run.model;

import java.util.Set;
import java.util.regex.Pattern;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/**
 * What {@code ancho.toml} says of a model.
 *
 * @param name the model's name, at most 200 characters
 * @param entrypoint {@code module:function}
 */
record AnchoToml(String name, String entrypoint) {

	static final String FILE = "ancho.toml";

	private static final int MAX_BYTES = 64 * 1024;

	private static final int MAX_NAME = 200;

	private static final Set<String> KEYS = Set.of("name", "entrypoint");

	private static final String IDENTIFIER = "[\\p{L}_][\\p{L}\\p{Nd}_]*";

	private static final Pattern ENTRYPOINT = Pattern.compile("%1$s(\\.%1$s)*:%1$s".replace("%1$s", IDENTIFIER),
			Pattern.UNICODE_CHARACTER_CLASS);

	private static final TomlMapper mapper = new TomlMapper();

	static AnchoToml parse(byte[] toml) {
		if (toml.length > MAX_BYTES) {
			throw new InvalidModelException(FILE + " is larger than 64 KiB");
		}
		JsonNode model = tree(toml).path("model");
		if (!model.isObject()) {
			throw new InvalidModelException(FILE + " has no table [model]; add one with name and entrypoint");
		}
		refuseUnknown(model);
		String name = text(model, "name");
		String entrypoint = text(model, "entrypoint");
		if (name.isBlank() || name.length() > MAX_NAME) {
			throw new InvalidModelException(FILE + ": model.name must have 1 to 200 characters");
		}
		if (!ENTRYPOINT.matcher(entrypoint).matches()) {
			throw new InvalidModelException(
					FILE + ": model.entrypoint must be 'module:function', such as 'retirement:sequence'");
		}
		return new AnchoToml(name, entrypoint);
	}

	/**
	 * The module's path without its suffix, such as {@code a/b} for {@code a.b:f}.
	 * @return a path relative to the model's folder
	 */
	String modulePath() {
		return this.entrypoint.substring(0, this.entrypoint.indexOf(':')).replace('.', '/');
	}

	private static JsonNode tree(byte[] toml) {
		try {
			return mapper.readTree(toml);
		}
		catch (JacksonException ex) {
			throw new InvalidModelException(FILE + " is not valid TOML: " + ex.getOriginalMessage() + " (line "
					+ ex.getLocation().getLineNr() + ", column " + ex.getLocation().getColumnNr() + ")");
		}
	}

	/** A misspelt key would be passed over in silence. */
	private static void refuseUnknown(JsonNode model) {
		for (String key : model.propertyNames()) {
			if (!KEYS.contains(key)) {
				throw new InvalidModelException(
						FILE + ": model." + EntryPath.shown(key) + " is not known; [model] has name and entrypoint");
			}
		}
	}

	private static String text(JsonNode model, String field) {
		JsonNode value = model.path(field);
		if (!value.isString()) {
			throw new InvalidModelException(FILE + ": [model] needs " + field + " = \"…\"");
		}
		return value.stringValue();
	}

}
