package io.ancho.worker.python;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long a process may still be silent: so long for each sequence, and so long for
 * whatever else it does. Time counts as it is seen: of a long time between two looks,
 * while this machine slept or this executor was stopped, next to nothing counts. An index
 * is progress only if it is larger than those before it and one that was asked for.
 */
final class Patience {

	private static final long LOOK = Duration.ofMillis(50).toNanos();

	private static final long LONGEST_STEP = 4 * LOOK;

	private final LongSupplier index;

	private final long end;

	private final long perSequence;

	private final long otherwise;

	private long highest;

	private long elapsed;

	private long looked;

	private long stepped;

	private boolean atSequence;

	/**
	 * Patience with a process.
	 * @param index where the process is, by its own account
	 * @param first the first sequence it may be at
	 * @param end the sequence after the last
	 * @param perSequence how long it may be at one of them
	 * @param otherwise how long it may be at anything else
	 * @param now the time, in nanoseconds of {@link System#nanoTime()}
	 */
	Patience(LongSupplier index, long first, long end, Duration perSequence, Duration otherwise, long now) {
		this.index = index;
		this.end = end;
		this.perSequence = perSequence.toNanos();
		this.otherwise = otherwise.toNanos();
		this.highest = first - 1;
		this.looked = now;
		this.stepped = now;
	}

	/** Patience with whatever a process does: as with one sequence. */
	static Patience of(Duration limit, long now) {
		return new Patience(() -> 0, 0, 1, limit, limit, now);
	}

	/**
	 * Whether the process is at one of the sequences, by its own account.
	 */
	boolean isInSequence() {
		return this.atSequence;
	}

	/**
	 * Whether it is over.
	 * @param now the time
	 */
	boolean isOver(long now) {
		this.elapsed += Math.min(now - this.stepped, LONGEST_STEP);
		this.stepped = now;
		if (now - this.looked < LOOK) {
			return false;
		}
		this.looked = now;
		long at = this.index.getAsLong();
		if (at > this.highest && at <= this.end) {
			this.highest = at;
			this.elapsed = 0;
		}
		this.atSequence = at == this.highest && at < this.end;
		return this.elapsed > (this.atSequence ? this.perSequence : this.otherwise);
	}

}
