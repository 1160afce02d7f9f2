package io.ancho.worker.chunk;

import java.time.Duration;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * How fast a slot computes the sequences of the run that it computed last, and with that
 * when those that it is at will be over. Nothing is said unless the last few times were
 * alike. For the lane that computes; any thread may ask whether it is nearly over.
 */
final class Pace {

	private static final int ALIKE = 2;

	private static final double TOLERANCE = 0.2;

	/** What a chunk takes to come from the queue, on a machine that is busy. */
	private static final Duration LEAD = Duration.ofMillis(250);

	/** The lead is no more than this part of the whole. */
	private static final int PART = 5;

	private final LongSupplier nanoTime;

	private String run = "";

	private double nanosPerSequence;

	private int alike;

	private long began;

	/** Null if nothing can be said. */
	private volatile @Nullable Long nearlyOver;

	/**
	 * Nothing is known yet.
	 * @param nanoTime tells the time as {@link System#nanoTime()} does
	 */
	Pace(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/** The run's next sequences are computed from now on, so many of them. */
	void begin(String run, long count) {
		this.began = this.nanoTime.getAsLong();
		if (run.equals(this.run) && this.alike >= ALIKE) {
			long expected = (long) (count * this.nanosPerSequence);
			this.nearlyOver = this.began + expected - Math.min(LEAD.toNanos(), expected / PART);
		}
	}

	/** So many of them have been computed. */
	void end(String run, long count) {
		double now = (double) (this.nanoTime.getAsLong() - this.began) / Math.max(1, count);
		boolean isAlike = run.equals(this.run)
				&& Math.abs(now - this.nanosPerSequence) <= TOLERANCE * this.nanosPerSequence;
		this.alike = isAlike ? this.alike + 1 : 0;
		this.run = run;
		this.nanosPerSequence = now;
		forget();
	}

	/** It turned out otherwise, or is over. */
	void forget() {
		this.nearlyOver = null;
	}

	boolean isNearlyOver() {
		Long moment = this.nearlyOver;
		return moment != null && this.nanoTime.getAsLong() - moment >= 0;
	}

}
