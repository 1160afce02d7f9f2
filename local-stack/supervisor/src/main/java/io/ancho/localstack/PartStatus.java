package io.ancho.localstack;

import java.time.Instant;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What is to be told of one part.
 *
 * @param pid its process, or null while it has none
 * @param memoryBytes resident memory of the process and all below it
 * @param restarts how often it has been started again
 * @param since when it came into this state
 * @param reason why it is not up, or null
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record PartStatus(String name, Part.Kind kind, State state, @Nullable Long pid, @Nullable Integer port,
		@JsonProperty("memory_bytes") long memoryBytes, int restarts, Instant since, @Nullable String reason) {

	enum State {

		/** Waits for the parts that it needs. */
		WAITING,
		/** Runs, and has not been ready yet. */
		STARTING,
		/** Runs and is ready. */
		UP,
		/** Runs, was ready, and says that it no longer is. */
		UNREADY,
		/** Has died and will be started again in a moment. */
		RESTARTING,
		/** Has died again and again without ever having been ready. */
		FAILED,
		/** Has been stopped. */
		STOPPED;

		@JsonValue
		String json() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
