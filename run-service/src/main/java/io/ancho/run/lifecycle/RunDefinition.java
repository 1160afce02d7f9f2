package io.ancho.run.lifecycle;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.ancho.events.ExecutorSpec;
import io.ancho.events.Numerics;
import io.ancho.events.Placement;
import io.ancho.events.Target;
import org.jspecify.annotations.Nullable;

/**
 * What a run is to do: all that was asked for, defaults filled in. It never changes.
 *
 * @param name its name, for people
 * @param model the model it executes
 * @param startingValues the inputs given, without the model's own defaults
 * @param sequences how many sequences, 1 … 10¹²
 * @param seed 0 … 2⁶³ − 1
 * @param blockSize sequences in a batch model's block, 1 … 65,536
 * @param targets conditions to count
 * @param quantiles probabilities of the wanted quantiles, each in (0, 1)
 * @param placement where its chunks are executed
 * @param executors the executors asked for, or null for the pool
 * @param sequenceTimeout how long one sequence (or block) may take
 * @param timeout how long the run may take from its first chunk on, or null for ever
 * @param maxFailures how many sequences may fail
 * @param labels the user's labels
 * @param numerics how the model's processes choose their kernels
 * @param reproducible whether the model is said to give the same numbers each time
 */
public record RunDefinition(String name, PinnedModel model, Map<String, Object> startingValues, long sequences,
		long seed, int blockSize, List<Target> targets, List<Double> quantiles, Placement placement,
		@Nullable ExecutorSpec executors, Duration sequenceTimeout, @Nullable Duration timeout, long maxFailures,
		Map<String, String> labels, Numerics numerics, Boolean reproducible) {

	/** Runs that were stored before there was a choice have none. */
	public RunDefinition {
		numerics = Objects.requireNonNullElse(numerics, Numerics.PORTABLE);
		reproducible = Objects.requireNonNullElse(reproducible, true);
	}

	/**
	 * The model of a run.
	 *
	 * @param id {@code sha256:…}
	 * @param name its name
	 * @param entrypoint {@code module:function}
	 */
	public record PinnedModel(String id, String name, String entrypoint) {
	}

}
