package io.ancho.run.request;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

import io.ancho.run.problem.Problem;
import io.ancho.run.problem.ProblemException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a request's JSON strictly: one object, no key twice, nothing behind it.
 */
public final class RequestJson {

	private static final Pattern NOTE = Pattern.compile(
			"(: enable | \\(start marker | \\(not recognized |: maybe a | ?\\(?(at )?\\[Source: ).*", Pattern.DOTALL);

	private static final int MAX_DEPTH = 100;

	private static final int MAX_DIGITS = 400;

	private static final StreamReadConstraints limits = StreamReadConstraints.builder()
		.maxNestingDepth(MAX_DEPTH)
		.maxNumberLength(MAX_DIGITS)
		.build();

	private static final JsonMapper mapper = JsonMapper
		.builder(JsonFactory.builder().streamReadConstraints(limits).build())
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
		.build();

	private RequestJson() {
	}

	public static JsonNode parse(byte[] body) {
		try {
			JsonNode node = mapper.readTree(body);
			if (node.isObject()) {
				refuseHalves(node);
				return node;
			}
		}
		catch (JacksonException ex) {
			throw new ProblemException(Problem.INVALID_REQUEST,
					"the body is not valid JSON: " + reason(ex) + where(ex));
		}
		throw new ProblemException(Problem.INVALID_REQUEST, "the body must be a JSON object");
	}

	/** Half of a surrogate pair is no character: no store and no answer can hold it. */
	private static void refuseHalves(JsonNode node) {
		if (node.isString()) {
			refuseHalves(node.stringValue());
		}
		node.propertyNames().forEach(RequestJson::refuseHalves);
		node.values().forEach(RequestJson::refuseHalves);
	}

	private static void refuseHalves(String text) {
		if (text.codePoints().anyMatch((c) -> Character.getType(c) == Character.SURROGATE)) {
			throw new ProblemException(Problem.INVALID_REQUEST,
					"the body has half of a surrogate pair (\\ud800 to \\udfff alone) in a text");
		}
	}

	/**
	 * What is wrong, without the parser's notes on its source and on how to have it take
	 * that.
	 */
	private static String reason(JacksonException ex) {
		if (ex instanceof StreamConstraintsException) {
			return "it nests deeper than " + MAX_DEPTH + " levels, or has a number of more than " + MAX_DIGITS
					+ " digits";
		}
		return (ex instanceof MismatchedInputException) ? "there is more behind the object"
				: NOTE.matcher(ex.getOriginalMessage()).replaceFirst("");
	}

	private static String where(JacksonException ex) {
		TokenStreamLocation location = ex.getLocation();
		return (location != null) ? " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")" : "";
	}

	/**
	 * A digest of what a request says, however it is spaced and ordered.
	 * @param request the request
	 * @return 64 hexadecimal digits
	 */
	public static String digest(JsonNode request) {
		try {
			MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
			return HexFormat.of()
				.formatHex(sha256.digest(mapper.writeValueAsString(request).getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every JDK has SHA-256", ex);
		}
	}

	public static int length(JsonNode node) {
		return mapper.writeValueAsBytes(node).length;
	}

}
