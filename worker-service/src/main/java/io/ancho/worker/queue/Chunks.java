package io.ancho.worker.queue;

import java.util.Objects;

import io.ancho.events.Chunk;
import io.ancho.events.Json;
import io.ancho.events.UnreadableEventException;

/**
 * Reads chunks from records.
 */
final class Chunks {

	private Chunks() {
	}

	/**
	 * Reads a chunk.
	 * @param json the record's value
	 * @return a chunk with all it must have
	 * @throws IllegalArgumentException if it is none; the message says why
	 */
	static Chunk read(byte[] json) {
		try {
			Chunk chunk = Json.read(json, Chunk.class);
			Objects.requireNonNull(chunk.run(), "run is missing");
			Objects.requireNonNull(chunk.keyspace(), "keyspace is missing");
			Objects.requireNonNull(chunk.model(), "model is missing");
			Objects.requireNonNull(chunk.startingValues(), "starting_values is missing");
			Objects.requireNonNull(chunk.targets(), "targets is missing");
			Objects.requireNonNull(chunk.sequenceTimeout(), "sequence_timeout is missing");
			check(chunk.first() >= 0, "first is negative");
			check(chunk.count() > 0, "count is not positive");
			check(chunk.keyspace().matches("[a-z0-9_]{1,48}"), "keyspace is no keyspace's name");
			return chunk;
		}
		catch (UnreadableEventException | NullPointerException ex) {
			throw new IllegalArgumentException(ex.getMessage(), ex);
		}
	}

	private static void check(boolean holds, String otherwise) {
		if (!holds) {
			throw new IllegalArgumentException(otherwise);
		}
	}

}
