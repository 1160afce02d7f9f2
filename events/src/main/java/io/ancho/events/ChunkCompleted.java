package io.ancho.events;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A chunk's sequences were executed and their results stored, failures included.
 *
 * @param run the run's id
 * @param executor the executor that did it
 * @param slots how many slots that executor has
 * @param first the chunk's first sequence
 * @param count how many sequences; fewer than asked for a pilot only
 * @param seconds how long the model took
 * @param failed how many sequences failed
 * @param firstFailure the first of them, or null if none failed
 * @param model what was learnt about the model
 * @param moments each scalar output's moments, by name
 * @param hits how many sequences met each target, by the target's name
 * @param trials out of how many, whose output was a number
 */
public record ChunkCompleted(String run, String executor, int slots, long first, int count, double seconds, long failed,
		@Nullable SequenceFailure firstFailure, LoadedModel model, Map<String, PartialMoments> moments,
		Map<String, Long> hits, Map<String, Long> trials) implements ChunkEvent {

	/**
	 * What is known of a model once it has been loaded and run.
	 *
	 * @param batch whether it computes whole blocks
	 * @param outputs its outputs, in its own order; empty while every sequence failed
	 * @param python the version of Python
	 * @param packages the packages of its environment, name to version
	 * @param sandbox what it ran behind, such as {@code bubblewrap}, or {@code none};
	 * null of an executor that did not say
	 * @param environment its environment; null where the chunk said what it must be
	 */
	public record LoadedModel(boolean batch, List<Output> outputs, String python, Map<String, String> packages,
			@Nullable String sandbox, @Nullable Environment environment) {

		/** Of a model that ran without a wall. */
		public static final String NO_SANDBOX = "none";

	}

}
