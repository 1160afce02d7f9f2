package io.ancho.run.model;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.ancho.run.request.Texts;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/**
 * What {@code ancho.toml} says of a model. What is wrong in it is told with its line, in
 * the words of the SDK ({@code ancho._description}).
 *
 * @param name the model's name, at most 200 characters
 * @param entrypoint {@code module:function}
 */
record AnchoToml(String name, String entrypoint) {

	static final String FILE = "ancho.toml";

	private static final int MAX_NAME = 200;

	private static final Set<String> KEYS = Set.of("name", "entrypoint");

	private static final String EXAMPLE = "\"walk:sequence\"";

	private static final String IDENTIFIER = "[\\p{L}_][\\p{L}\\p{Nd}_]*";

	private static final Pattern ENTRYPOINT = Pattern.compile("%1$s(\\.%1$s)*:%1$s".replace("%1$s", IDENTIFIER),
			Pattern.UNICODE_CHARACTER_CLASS);

	private static final TomlMapper mapper = new TomlMapper();

	/**
	 * Reads the file.
	 * @param toml its text
	 * @return what it says
	 * @throws InvalidModelException if it does not say what it must
	 */
	static AnchoToml parse(String toml) {
		JsonNode model = tree(toml).path("model");
		if (!model.isObject()) {
			throw refused(toml, "model", "has no table [model]; add one with name and entrypoint");
		}
		refuseUnknown(toml, model);
		return new AnchoToml(name(toml, model), entrypoint(toml, model));
	}

	/**
	 * The module's path without its suffix, such as {@code a/b} for {@code a.b:f}.
	 * @return a path relative to the model's folder
	 */
	String modulePath() {
		return this.entrypoint.substring(0, this.entrypoint.indexOf(':')).replace('.', '/');
	}

	private static JsonNode tree(String toml) {
		try {
			return mapper.readTree(toml);
		}
		catch (JacksonException ex) {
			throw new InvalidModelException(FILE + ": is not valid TOML: " + ex.getOriginalMessage() + " (line "
					+ ex.getLocation().getLineNr() + ", column " + ex.getLocation().getColumnNr() + ")");
		}
	}

	/** A misspelt key would be passed over in silence. */
	private static void refuseUnknown(String toml, JsonNode model) {
		for (String key : model.propertyNames()) {
			if (!KEYS.contains(key)) {
				throw refused(toml, key,
						"model." + EntryPath.shown(key) + " is not known; [model] has name and entrypoint");
			}
		}
	}

	private static String name(String toml, JsonNode model) {
		String name = text(toml, model, "name", "\"walk\"");
		if (name.isBlank() || name.length() > MAX_NAME) {
			throw refused(toml, "name", "model.name must have 1 to 200 characters");
		}
		Texts.fault(name).ifPresent((fault) -> {
			throw refused(toml, "name", "model.name " + fault);
		});
		return name;
	}

	private static String entrypoint(String toml, JsonNode model) {
		String entrypoint = text(toml, model, "entrypoint", EXAMPLE);
		if (!ENTRYPOINT.matcher(entrypoint).matches()) {
			throw refused(toml, "entrypoint", "model.entrypoint must be a module and a function, such as " + EXAMPLE
					+ ", not \"" + EntryPath.shown(entrypoint) + "\"");
		}
		return entrypoint;
	}

	private static String text(String toml, JsonNode model, String key, String example) {
		JsonNode value = model.path(key);
		if (value.isMissingNode()) {
			throw refused(toml, "model", "[model] needs " + key + " = " + example);
		}
		if (!value.isString()) {
			throw refused(toml, key, "model." + key + " must be a text, such as " + example);
		}
		return value.stringValue();
	}

	/** The line is that of the key, or of the table of its name. */
	private static InvalidModelException refused(String toml, String key, String what) {
		Matcher found = Pattern
			.compile("^[ \\t]*(\\[[ \\t]*)?[\"']?" + Pattern.quote(key) + "[\"']?[ \\t]*[\\]=.]", Pattern.MULTILINE)
			.matcher(toml);
		String line = found.find() ? ", line " + (toml.substring(0, found.end()).lines().count()) : "";
		return new InvalidModelException(FILE + line + ": " + what);
	}

}
