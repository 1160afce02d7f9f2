package io.ancho.events;

/**
 * A chunk was not executed, because the executor would give it other numbers than the
 * run's others have: its environment is another one. The executor does not have it any
 * more.
 *
 * @param run the run's id
 * @param executor the executor that refused
 * @param first the chunk's first sequence
 * @param count how many sequences it had
 * @param environment the executor's environment for this run
 */
public record ChunkRefused(String run, String executor, long first, int count,
		Environment environment) implements ChunkEvent {
}
