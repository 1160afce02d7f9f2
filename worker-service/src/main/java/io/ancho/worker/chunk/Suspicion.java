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
 * may have been killed by somebody, or spoilt by the sequences before. So about four
 * processes are started for a guilty sequence.
 * <p>
 * The hint is the process's own word. Without a plausible one, and once three of them
 * have led to a sequence that succeeds alone, the range is halved instead. Where two
 * processes in a row are lost and nothing was computed, the first sequence is asked for
 * alone. So a guilty sequence costs a number of processes that grows with the logarithm
 * of the chunk's length, whatever they claim.
 */
final class Suspicion {

	private static final int ENOUGH_DEATHS = 3;

	private static final int ENOUGH_TIMEOUTS = 2;

	private static final int MAX_WRONG_HINTS = 3;

	private static final int MAX_FRUITLESS = 2;

	private static final long NOBODY = -1;

	private final long end;

	private int unit = 1;

	private long suspect = NOBODY;

	private int deaths;

	/** Where the range ends that a process was lost in last, while that is to come. */
	private long deadly;

	/** Whether the suspect is one by a process's own word. */
	private boolean hinted;

	/** Hints at sequences that succeed alone, of this chunk. */
	private int wrongHints;

	/** Processes lost since something was computed. */
	private int fruitless;

	private int deathsWhileLoading;

	/**
	 * No suspicion yet.
	 * @param end the sequence after the chunk's last
	 */
	Suspicion(long end) {
		this.end = end;
		this.deadly = end;
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
		long until = (this.deadly > from) ? this.deadly : this.end;
		return new Range(from, (this.suspect != NOBODY) ? this.suspect : until, false);
	}

	/**
	 * A process has computed sequences.
	 * @param next the sequence after the last of them
	 */
	void survived(long next) {
		this.deathsWhileLoading = 0;
		this.fruitless = 0;
		if (this.suspect != NOBODY && this.suspect < next) {
			this.wrongHints += this.hinted ? 1 : 0;
			forgetSuspect();
		}
	}

	private void forgetSuspect() {
		this.suspect = NOBODY;
		this.hinted = false;
		this.deaths = 0;
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
			return lostAlone(asked, death);
		}
		this.deadly = asked.end();
		boolean plausible = asked.first() <= death.index() && death.index() < asked.end();
		if (++this.fruitless >= MAX_FRUITLESS) {
			suspect(asked.first(), false);
		}
		else if (plausible && this.wrongHints < MAX_WRONG_HINTS) {
			suspect(death.index(), true);
		}
		else {
			suspect(middle(asked), false);
		}
		return false;
	}

	private boolean lostAlone(Range asked, Death death) {
		this.deaths = (this.suspect == asked.first()) ? this.deaths + 1 : 1;
		this.suspect = asked.first();
		boolean proven = isProof(this.deaths, death);
		if (proven) {
			forgetSuspect();
			this.fruitless = 0;
		}
		return proven;
	}

	private void suspect(long sequence, boolean hinted) {
		this.suspect = sequence;
		this.hinted = hinted;
		this.deaths = hinted ? 1 : 0;
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
