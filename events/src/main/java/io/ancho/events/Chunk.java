package io.ancho.events;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A contiguous range of a run's sequences to execute, with all an executor needs to know.
 * It travels in the run's queue, or the pool's.
 *
 * @param run the run's id
 * @param keyspace the keyspace its results belong in
 * @param model what to execute
 * @param startingValues the run's inputs, by name, without the model's own defaults
 * @param seed the run's seed, 0 … 2⁶³ − 1
 * @param blockSize sequences in a batch model's block
 * @param first the first sequence
 * @param count how many sequences; for a batch model whole blocks, but for the run's end
 * @param pilot whether this is the run's first chunk, executed to learn the model's
 * speed: the executor stops after about half a second (and at least one sequence or
 * block) and reports as many sequences as it did, at most {@code count}
 * @param targets the targets to count
 * @param sequenceTimeout how long one sequence (or block) may take
 * @param maxFailures how many sequences of the run may fail: an executor that has more
 * failures in this chunk alone need not go on
 * @param numerics how the model's process chooses its kernels; null stands for portable
 * @param environment the digest of the run's environment, which the executor's must have;
 * null while it is not known, in the pilot
 */
public record Chunk(String run, String keyspace, Model model, Map<String, Object> startingValues, long seed,
		int blockSize, long first, int count, boolean pilot, List<Target> targets, Duration sequenceTimeout,
		long maxFailures, @Nullable Numerics numerics, @Nullable String environment) {

	/**
	 * The model of a chunk.
	 *
	 * @param id the model's id, {@code sha256:…} of its normalised archive
	 * @param entrypoint {@code module:function}
	 * @param archive path and query, relative to run-service, of a signed link to the
	 * model's {@code .tar.gz}; needs no other credential
	 */
	public record Model(String id, String entrypoint, String archive) {
	}

}
