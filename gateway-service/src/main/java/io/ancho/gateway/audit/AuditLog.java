package io.ancho.gateway.audit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes the logger {@code audit}: a line an event, the same as fields where the log is
 * structured, named as ECS has them.
 */
final class AuditLog {

	private static final Logger logger = LoggerFactory.getLogger("audit");

	private static final Map<String, String> ECS = Map.of("user", "user.name", "address", "source.ip", "owner",
			"user.target.name");

	private AuditLog() {
	}

	/** Begins an event. */
	static Event event(String action, boolean succeeded) {
		return new Event(action, succeeded);
	}

	/**
	 * An event that is not yet written.
	 */
	static final class Event {

		private final String action;

		private final boolean succeeded;

		private final Map<String, String> fields = new LinkedHashMap<>();

		private Event(String action, boolean succeeded) {
			this.action = action;
			this.succeeded = succeeded;
		}

		/** Adds a field, unless the value is null. */
		Event with(String name, @Nullable Object value) {
			if (value != null) {
				this.fields.put(name, String.valueOf(value));
			}
			return this;
		}

		void write() {
			LoggingEventBuilder line = logger.atInfo()
				.addKeyValue("event.action", this.action)
				.addKeyValue("event.outcome", this.succeeded ? "success" : "failure");
			for (Map.Entry<String, String> field : this.fields.entrySet()) {
				line = line.addKeyValue(ECS.getOrDefault(field.getKey(), "ancho." + field.getKey()), field.getValue());
			}
			line.log(this.action + this.fields.entrySet()
				.stream()
				.map((field) -> " " + field.getKey() + "=" + field.getValue())
				.collect(Collectors.joining()));
		}

	}

}
