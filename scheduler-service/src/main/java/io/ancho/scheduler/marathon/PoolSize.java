package io.ancho.scheduler.marathon;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What is known about the pool, and what size it should have: as many instances as were
 * ever needed lately, so that it grows at once and shrinks late. A size that is not of
 * our making is a person's, who wins until the pool has been idle for as long.
 *
 * @param since when the pool was first looked at
 * @param lately what was needed, and when; none older than the calm
 * @param ours the sizes that it may have by our doing; empty before the first look
 * @param yields whether a person's size is respected
 */
record PoolSize(Instant since, List<Need> lately, Set<Integer> ours, boolean yields) {

	/** Before the first look. */
	static final PoolSize UNKNOWN = new PoolSize(Instant.MAX, List.of(), Set.of(), false);

	/**
	 * What was needed at some time.
	 *
	 * @param instances how many instances the backlog justified, at most the maximum
	 * @param at when
	 */
	record Need(int instances, Instant at) {
	}

	/**
	 * The limits of a pool.
	 *
	 * @param minimum the fewest instances
	 * @param maximum the most
	 * @param chunks how many chunks justify an instance
	 * @param calm how long fewer must have been enough
	 */
	record Limits(int minimum, int maximum, int chunks, Duration calm) {
	}

	/**
	 * What a look leads to.
	 *
	 * @param next what is known from now on
	 * @param scaleTo the size to ask for, if it should change
	 */
	record Decision(PoolSize next, OptionalInt scaleTo) {
	}

	/**
	 * Takes a look. A pure function.
	 * @param instances the size that Marathon knows
	 * @param backlog how many chunks are outstanding
	 * @param limits the pool's limits
	 * @param now when
	 * @return what is known now, and what to do
	 */
	Decision look(int instances, long backlog, Limits limits, Instant now) {
		List<Need> needs = new ArrayList<>(this.lately);
		needs.removeIf((need) -> need.at().plus(limits.calm()).isBefore(now));
		needs.add(new Need((int) Math.min(limits.maximum(), (backlog + limits.chunks() - 1) / limits.chunks()), now));
		Instant begin = now.isBefore(this.since) ? now : this.since;
		boolean calm = !now.isBefore(begin.plus(limits.calm()));
		int most = needs.stream().mapToInt(Need::instances).max().orElse(0);
		boolean byAPerson = this.yields || (!this.ours.isEmpty() && !this.ours.contains(instances));
		boolean yield = byAPerson && !(calm && most == 0);
		int wanted = wanted(instances, most, calm, limits);
		if (yield || wanted == instances) {
			return new Decision(new PoolSize(begin, List.copyOf(needs), Set.of(instances), yield), OptionalInt.empty());
		}
		// Whether the change gets through is seen at the next look.
		return new Decision(new PoolSize(begin, List.copyOf(needs), Set.of(instances, wanted), false),
				OptionalInt.of(wanted));
	}

	private static int wanted(int instances, int most, boolean calm, Limits limits) {
		int wanted = Math.max(limits.minimum(), Math.min(limits.maximum(), most));
		return (wanted < instances && !calm) ? instances : wanted;
	}

}
