package io.ancho.run.planning;

import java.util.HashMap;
import java.util.Map;

import io.ancho.statistics.Moments;

/**
 * What is known of a contiguous range of a run's sequences, all of them in.
 *
 * @param first the first sequence
 * @param sequences how many
 * @param failed how many of them failed
 * @param moments each scalar output's moments
 * @param hits how many sequences met each target
 */
record Tally(long first, long sequences, long failed, Map<String, Moments> moments, Map<String, Long> hits) {

	static final Tally NOTHING = new Tally(0, 0, 0, Map.of(), Map.of());

	static Tally of(CountedChunk chunk) {
		Map<String, Moments> moments = new HashMap<>();
		chunk.moments()
			.forEach((output, part) -> moments.put(output,
					Moments.partial(part.count(), part.mean(), part.m2(), part.min(), part.max())));
		return new Tally(chunk.first(), chunk.count(), chunk.failed(), moments, chunk.hits());
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
		Map<String, Moments> moments = new HashMap<>(this.moments);
		next.moments().forEach((output, more) -> moments.merge(output, more, Moments::merge));
		Map<String, Long> hits = new HashMap<>(this.hits);
		next.hits().forEach((target, more) -> hits.merge(target, more, Long::sum));
		return new Tally(this.first, this.sequences + next.sequences(), this.failed + next.failed(), moments, hits);
	}

}
