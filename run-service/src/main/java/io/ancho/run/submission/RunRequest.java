package io.ancho.run.submission;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.ancho.events.ExecutorSpec;
import io.ancho.events.Numerics;
import io.ancho.events.Placement;
import io.ancho.events.Target;
import org.jspecify.annotations.Nullable;

/**
 * A request for a run that is valid in itself, defaults filled in but for the name and
 * the seed.
 *
 * @param name the name, or null for the model's
 * @param model the model's id
 * @param startingValues as given
 * @param sequences how many
 * @param seed as given, or null to draw one
 * @param blockSize sequences in a batch model's block
 * @param targets conditions
 * @param quantiles probabilities
 * @param placement where to execute
 * @param executors what to launch, or null
 * @param sequenceTimeout of one sequence
 * @param timeout of the run, or null
 * @param maxFailures how many sequences may fail
 * @param labels as given
 * @param numerics how to choose kernels
 * @param reproducible whether the model gives the same numbers each time
 */
record RunRequest(@Nullable String name, String model, Map<String, Object> startingValues, long sequences,
		@Nullable Long seed, int blockSize, List<Target> targets, List<Double> quantiles, Placement placement,
		@Nullable ExecutorSpec executors, Duration sequenceTimeout, @Nullable Duration timeout, long maxFailures,
		Map<String, String> labels, Numerics numerics, boolean reproducible) {
}
