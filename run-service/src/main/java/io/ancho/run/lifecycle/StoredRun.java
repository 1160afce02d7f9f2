package io.ancho.run.lifecycle;

import io.ancho.events.ExecutorsChanged;
import org.jspecify.annotations.Nullable;

/**
 * A run as the store has it.
 *
 * @param run the run
 * @param snapshot its figures
 * @param executors its executors as last reported, or null
 */
public record StoredRun(Run run, Snapshot snapshot, @Nullable ExecutorsChanged executors) {
}
