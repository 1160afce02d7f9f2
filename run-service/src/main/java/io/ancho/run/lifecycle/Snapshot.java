package io.ancho.run.lifecycle;

import io.ancho.run.planning.LiveStatistics;
import io.ancho.run.planning.Progress;
import org.jspecify.annotations.Nullable;

/**
 * A run's figures as they were when its state changed last.
 *
 * @param progress how far it was
 * @param statistics its live statistics, or null if there were none
 */
public record Snapshot(Progress progress, @Nullable LiveStatistics statistics) {
}
