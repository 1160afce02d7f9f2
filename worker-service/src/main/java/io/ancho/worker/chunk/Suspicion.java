package io.ancho.worker.chunk;

import io.ancho.worker.python.Death;

/**
 * Finds the sequences (of a batch model, blocks) of a chunk that end their process, from
 * what was asked of processes and what became of them.
 * <p>
 * A process that is lost leaves a hint at which sequence it was: the suspect. The
 * sequences before it are computed in a fresh process, then the suspect alone in another:
 * if that ends as well, and a third one too, it is the sequence's doing and proven. (A
 * time-out is proven by the second.) Whatever succeeds clears the suspect, for a process
 * may have been killed by somebody, or spoilt by the sequences before. Without a
 * plausible hint, or after too many of them, the range is halved. So about four processes
 * are started for a guilty sequence, and it ends whatever the processes claim.
 */
final class Suspicion {

	private static final int ENOUGH_DEATHS = 3;

	private static final int ENOUGH_TIMEOUTS = 2;

	private static final int MAX_HINTS = 8;

	private static final long NOBODY = -1;

	private final long end;

	private int unit = 1;

	private long suspect = NOBODY;

	private int deaths;

	private int hints;

	private int deathsWhileLoading;

	/**
	 * No suspicion yet.
	 * @param end the sequence after the chunk's last
	 */
	Suspicion(long end) {
		this.end = end;
	}

	/**
	 * Consecutive sequences to ask a process for.
	 *
	 * @param first the first
	 * @param end the sequence after the last
	 * @param fresh whether the process must not have computed anything before
	 */
	record Range(long first, long end, boolean fresh) {

		int count() {
			return Math.toIntExact(this.end - this.first);
		}

	}

	/**
	 * What to ask for next.
	 * @param from the first sequence that is still to be computed
	 * @return at least one sequence
	 */
	Range next(long from) {
		if (this.suspect <= from && this.suspect != NOBODY) {
			return new Range(from, endOfUnit(from), true);
		}
		return new Range(from, (this.suspect != NOBODY) ? this.suspect : this.end, false);
	}

	/**
	 * A process has computed sequences.
	 * @param next the sequence after the last of them
	 */
	void survived(long next) {
		this.deathsWhileLoading = 0;
		if (this.suspect < next) {
			this.suspect = NOBODY;
			this.deaths = 0;
			this.hints = 0;
		}
	}

	/**
	 * A process was lost before it could be asked for anything.
	 * @param death what is known of it
	 * @return whether it is proven to be the model's doing
	 */
	boolean lostLoading(Death death) {
		return isProof(++this.deathsWhileLoading, death);
	}

	/**
	 * A process was lost.
	 * @param asked what it was asked for
	 * @param together how many sequences can only be computed together: 1, or those of a
	 * batch model's block
	 * @param death what is known of it
	 * @return whether it is proven to be the doing of the sequences asked for, one unit
	 */
	boolean lost(Range asked, int together, Death death) {
		this.unit = together;
		if (asked.end() <= endOfUnit(asked.first())) {
			this.deaths = (this.suspect == asked.first()) ? this.deaths + 1 : 1;
			this.suspect = asked.first();
			return isProof(this.deaths, death);
		}
		boolean plausible = asked.first() <= death.index() && death.index() < asked.end() && this.hints < MAX_HINTS;
		this.suspect = plausible ? death.index() : middle(asked);
		this.deaths = plausible ? 1 : 0;
		this.hints++;
		return false;
	}

	private static boolean isProof(int deaths, Death death) {
		return deaths >= ((death.kind() == Death.Kind.TIME) ? ENOUGH_TIMEOUTS : ENOUGH_DEATHS);
	}

	private long endOfUnit(long sequence) {
		return Math.min(this.end, (sequence / this.unit + 1) * this.unit);
	}

	private long middle(Range asked) {
		long middle = asked.first() + asked.count() / 2;
		return Math.max(asked.first(), middle - middle % this.unit);
	}

}
