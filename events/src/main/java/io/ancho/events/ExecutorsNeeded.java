package io.ancho.events;

import java.time.Instant;
import java.util.List;

/**
 * The work that a run has left occupies fewer executors than it asked for, or again more.
 *
 * @param run the run's id
 * @param count how many executors it can still occupy, 1 or more
 * @param idle the ids of executors that have nothing left to do; others may be at work
 * @param at when it was so
 */
public record ExecutorsNeeded(String run, int count, List<String> idle, Instant at) implements RunEvent {
}
