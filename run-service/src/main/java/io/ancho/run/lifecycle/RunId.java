package io.ancho.run.lifecycle;

import java.util.Optional;
import java.util.UUID;

import com.datastax.oss.driver.api.core.uuid.Uuids;

/**
 * The id of a run: opaque to clients, in the order of submission to the store.
 *
 * @param value a time-based UUID
 */
public record RunId(UUID value) {

	static final int TIME_BASED = 1;

	public RunId {
		if (value.version() != TIME_BASED) {
			throw new IllegalArgumentException("not a run's id: " + value);
		}
	}

	/**
	 * A new id.
	 * @return one that was never given before
	 */
	public static RunId next() {
		return new RunId(Uuids.timeBased());
	}

	/**
	 * Reads an id.
	 * @param text as a client or event has it
	 * @return nothing if it cannot be the id of any run
	 */
	public static Optional<RunId> parse(String text) {
		try {
			RunId id = new RunId(UUID.fromString(text));
			return id.toString().equals(text) ? Optional.of(id) : Optional.empty();
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	@Override
	public String toString() {
		return this.value.toString();
	}

}
