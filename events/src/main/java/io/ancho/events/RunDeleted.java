package io.ancho.events;

import java.time.Instant;

/**
 * A run was deleted by its owner or for its age: nothing of it is left in the store, and
 * whoever keeps something of it forgets that too. The last of a run's events; it comes
 * after {@link RunEnded}.
 *
 * @param run the run's id
 * @param owner the user it belonged to
 * @param at when
 */
public record RunDeleted(String run, String owner, Instant at) implements RunEvent {
}
