package io.ancho.events;

import java.nio.charset.StandardCharsets;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * How events are written and read: UTF-8 JSON in snake_case, times as RFC 3339 and
 * durations as ISO 8601 text. Unknown fields are ignored, so that a newer writer does not
 * stop an older reader.
 */
public final class Json {

	private static final JsonMapper mapper = JsonMapper.builder()
		.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	private Json() {
	}

	/**
	 * The JSON mapper of the events, for whoever embeds one in a document of its own.
	 * @return a shared, immutable mapper
	 */
	public static JsonMapper mapper() {
		return mapper;
	}

	/**
	 * An event as it travels.
	 * @param event a record of this package
	 * @return UTF-8 JSON
	 */
	public static byte[] write(Object event) {
		return mapper.writeValueAsBytes(event);
	}

	/**
	 * Reads an event.
	 * @param <T> the event's type or sealed parent
	 * @param json UTF-8 JSON
	 * @param type the event's type or sealed parent, such as {@code RunEvent.class}
	 * @return the event
	 * @throws UnreadableEventException if it is not one
	 */
	public static <T> T read(byte[] json, Class<T> type) {
		try {
			return mapper.readValue(json, type);
		}
		catch (JacksonException ex) {
			throw new UnreadableEventException("not a " + type.getSimpleName() + ": " + ex.getOriginalMessage() + " in "
					+ new String(json, 0, Math.min(json.length, 200), StandardCharsets.UTF_8), ex);
		}
	}

}
