package io.ancho.events;

/**
 * An executor is installing the model's requirements before it can begin; shown as what
 * the run waits for.
 *
 * @param run the run's id
 * @param executor the executor
 */
public record EnvironmentPreparing(String run, String executor) implements ChunkEvent {
}
