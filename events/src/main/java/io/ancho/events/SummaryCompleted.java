package io.ancho.events;

/**
 * A run's summary is stored and can be read.
 *
 * @param run the run's id
 */
public record SummaryCompleted(String run) implements SummaryEvent {
}
