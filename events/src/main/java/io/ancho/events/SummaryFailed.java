package io.ancho.events;

/**
 * A run's summary cannot be made.
 *
 * @param run the run's id
 * @param reason why, for a person
 */
public record SummaryFailed(String run, String reason) implements SummaryEvent {
}
