package io.ancho.events;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A run was accepted and waits to be executed.
 *
 * @param run the run's id
 * @param owner the user it belongs to
 * @param name the run's name, for people
 * @param placement where it is to be executed
 * @param queue the topic its chunks are put in
 * @param executors what to launch, or null where the pool executes it
 * @param at when it was accepted
 */
public record RunSubmitted(String run, String owner, String name, Placement placement, String queue,
		@Nullable ExecutorSpec executors, Instant at) implements RunEvent {
}
