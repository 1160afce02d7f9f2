package io.ancho.worker.python;

import java.util.List;
import java.util.Map;

import io.ancho.events.Output;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * The header of any reply of a runner, as it came: nothing but its types is certain.
 * Which fields there are depends on the request and on {@code ok}.
 */
record Reply(@Nullable Boolean ok, @Nullable String kind, @Nullable String message, @Nullable Boolean batch,
		@Nullable String python, @Nullable Map<String, String> packages, @Nullable ReplyEnvironment environment,
		@Nullable Long first, @Nullable Integer count, @Nullable Double seconds, @Nullable List<Output> outputs,
		@Nullable List<Failures> failures, @Nullable Boolean worn) {

	private static final int MAX_DEPTH = 8;

	private static final int MAX_NUMBER = 64;

	/** Of characters; texts that are used are held to less. */
	private static final int MAX_STRING = 256 * 1024;

	private static final int MAX_FIELD = 1024;

	private static final JsonMapper mapper = JsonMapper
		.builder(JsonFactory.builder()
			.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
			.streamReadConstraints(StreamReadConstraints.builder()
				.maxNestingDepth(MAX_DEPTH)
				.maxNumberLength(MAX_NUMBER)
				.maxStringLength(MAX_STRING)
				.maxNameLength(MAX_FIELD)
				.build())
			.build())
		.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.ACCEPT_FLOAT_AS_INT)
		.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
		.withCoercionConfig(LogicalType.Textual, (texts) -> {
			for (CoercionInputShape shape : List.of(CoercionInputShape.Integer, CoercionInputShape.Float,
					CoercionInputShape.Boolean)) {
				texts.setCoercion(shape, CoercionAction.Fail);
			}
		})
		.build();

	/**
	 * Consecutive sequences that failed alike.
	 */
	record Failures(@Nullable Long sequence, @Nullable Integer count, @Nullable String errorType,
			@Nullable String message, @Nullable String traceback) {
	}

	/**
	 * Reads a header.
	 * @param json UTF-8
	 * @return the header
	 * @throws ProtocolBrokenException if it is no JSON object of these fields
	 */
	static Reply read(byte[] json) throws ProtocolBrokenException {
		try {
			Reply reply = mapper.readValue(json, Reply.class);
			if (reply != null) {
				return reply;
			}
		}
		catch (JacksonException ex) {
			throw new ProtocolBrokenException("a reply's header is no reply: " + ex.getOriginalMessage());
		}
		throw new ProtocolBrokenException("a reply's header is null");
	}

}
