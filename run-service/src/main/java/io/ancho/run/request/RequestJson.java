package io.ancho.run.request;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import io.ancho.run.problem.Problem;
import io.ancho.run.problem.ProblemException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a request's JSON strictly: one object, no key twice, nothing behind it.
 */
public final class RequestJson {

	private static final JsonMapper mapper = JsonMapper.builder()
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
				return node;
			}
		}
		catch (JacksonException ex) {
			throw new ProblemException(Problem.INVALID_REQUEST, "the body is not valid JSON: " + reason(ex) + " (line "
					+ ex.getLocation().getLineNr() + ", column " + ex.getLocation().getColumnNr() + ")");
		}
		throw new ProblemException(Problem.INVALID_REQUEST, "the body must be a JSON object");
	}

	/** What is wrong, without the parser's notes on where it read from. */
	private static String reason(JacksonException ex) {
		return ex.getOriginalMessage().replaceAll(" ?\\(?(start marker )?(at )?\\[Source: .*", "");
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
