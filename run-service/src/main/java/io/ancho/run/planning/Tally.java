package io.ancho.run.planning;

import java.util.HashMap;
import java.util.Map;

import io.ancho.events.PartialMoments;
import io.ancho.statistics.Proportion;

/**
 * What is known of a contiguous range of a run's sequences, all of them in.
 *
 * @param chunks how many chunks it consists of
 * @param first the first sequence
 * @param sequences how many
 * @param failed how many of them failed
 * @param moments each scalar output's moments
 * @param targets how many sequences met each target, of how many
 */
record Tally(int chunks, long first, long sequences, long failed, Map<String, PartialMoments> moments,
		Map<String, Proportion> targets) {

	static final Tally NOTHING = new Tally(0, 0, 0, 0, Map.of(), Map.of());

	static Tally of(CountedChunk chunk) {
		long succeeded = chunk.count() - chunk.failed();
		Map<String, Proportion> targets = new HashMap<>();
		chunk.hits()
			.forEach((target, hits) -> targets.put(target,
					new Proportion(hits, chunk.trials().getOrDefault(target, succeeded))));
		return new Tally(1, chunk.first(), chunk.count(), chunk.failed(), chunk.moments(), targets);
	}

	long end() {
		return this.first + this.sequences;
	}

	/**
	 * This range and the one that follows it.
	 * @param next the range that begins where this ends
	 * @return both together
	 */
	Tally join(Tally next) {
		if (next.first() != end()) {
			throw new IllegalArgumentException(next.first() + " does not follow " + end());
		}
		Map<String, PartialMoments> moments = new HashMap<>(this.moments);
		next.moments().forEach((output, more) -> moments.merge(output, more, PartialMoments::merge));
		Map<String, Proportion> targets = new HashMap<>(this.targets);
		next.targets().forEach((target, more) -> targets.merge(target, more, Proportion::merge));
		return new Tally(this.chunks + next.chunks(), this.first, this.sequences + next.sequences(),
				this.failed + next.failed(), moments, targets);
	}

}
