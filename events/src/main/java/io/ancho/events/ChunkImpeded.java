package io.ancho.events;

import org.jspecify.annotations.Nullable;

/**
 * A chunk could not be executed this time, and the executor does not have it any more:
 * run-service puts it in the queue again after a pause, so that nothing is held up
 * meanwhile. What impedes a chunk for the same cause three times, on any executor, is the
 * run's own fault.
 *
 * @param run the run's id
 * @param executor the executor that tried
 * @param first the chunk's first sequence
 * @param count how many sequences it had
 * @param cause what it was, or null if it is an outage, which is never charged to the run
 * @param message what happened, for the model's author or an operator
 */
public record ChunkImpeded(String run, String executor, long first, int count, ChunkFailed.@Nullable Cause cause,
		String message) implements ChunkEvent {
}
