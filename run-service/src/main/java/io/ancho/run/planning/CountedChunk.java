package io.ancho.run.planning;

import java.util.Map;
import java.util.Objects;

import io.ancho.events.PartialMoments;
import io.ancho.events.SequenceFailure;
import org.jspecify.annotations.Nullable;

/**
 * A chunk that has come in.
 *
 * @param first its first sequence
 * @param count how many sequences it had
 * @param seconds how long the model took
 * @param failed how many sequences failed
 * @param firstFailure the first of them, or null
 * @param moments each scalar output's moments
 * @param hits how many sequences met each target
 * @param trials out of how many; of a chunk that was stored before this was counted, all
 * that did not fail
 */
public record CountedChunk(long first, int count, double seconds, long failed, @Nullable SequenceFailure firstFailure,
		Map<String, PartialMoments> moments, Map<String, Long> hits, Map<String, Long> trials) {

	public CountedChunk {
		if (first < 0 || count < 1 || failed < 0 || failed > count || !(seconds >= 0)) {
			throw new IllegalArgumentException("a chunk of " + count + " sequences from " + first + ", " + failed
					+ " of them failed, in " + seconds + " s, cannot be");
		}
		moments = Map.copyOf(moments);
		hits = Map.copyOf(hits);
		trials = Map.copyOf(Objects.requireNonNullElse(trials, Map.of()));
	}

}
