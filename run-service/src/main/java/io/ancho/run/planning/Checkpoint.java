package io.ancho.run.planning;

import java.util.Map;

import io.ancho.events.PartialMoments;
import io.ancho.events.SequenceFailure;
import io.ancho.statistics.Proportion;
import org.jspecify.annotations.Nullable;

/**
 * What has come in of a run from sequence 0 on without a gap, taken together, so that a
 * restart need not read it chunk by chunk.
 *
 * @param chunks how many chunks it consists of, which are the run's first
 * @param sequences how many sequences
 * @param failed how many of them failed
 * @param moments each scalar output's moments
 * @param targets how many sequences met each target, of how many
 * @param secondsPerSequence the model's speed on one slot, by all that had come in
 * @param largestChunk the largest chunk that had come in
 * @param latestFailure a failed sequence, or null if none had failed
 */
public record Checkpoint(int chunks, long sequences, long failed, Map<String, PartialMoments> moments,
		Map<String, Proportion> targets, double secondsPerSequence, int largestChunk,
		@Nullable SequenceFailure latestFailure) {

	public Checkpoint {
		if (chunks < 1 || sequences < chunks || failed < 0 || failed > sequences) {
			throw new IllegalArgumentException("a checkpoint of " + sequences + " sequences in " + chunks + " chunks, "
					+ failed + " of them failed, cannot be");
		}
		moments = Map.copyOf(moments);
		targets = Map.copyOf(targets);
	}

	Tally tally() {
		return new Tally(this.chunks, 0, this.sequences, this.failed, this.moments, this.targets);
	}

}
