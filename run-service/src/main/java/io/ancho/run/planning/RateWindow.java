package io.ancho.run.planning;

import java.time.Instant;
import java.util.Arrays;

/**
 * Sequences a second over the last 30 seconds, in slices of one second; where nothing
 * came in for so long, over all the time since the start.
 */
final class RateWindow {

	private static final int SECONDS = 30;

	private final long[] slices = new long[SECONDS];

	private final Instant start;

	private long all;

	private long latest;

	RateWindow(Instant start) {
		this.start = start;
		this.latest = start.getEpochSecond();
	}

	void add(Instant now, long sequences) {
		advance(now);
		this.slices[(int) (this.latest % SECONDS)] += sequences;
		this.all += sequences;
	}

	/**
	 * The rate.
	 * @param now the time
	 * @return sequences a second, 0 or more
	 */
	double perSecond(Instant now) {
		advance(now);
		long recent = 0;
		for (long slice : this.slices) {
			recent += slice;
		}
		double age = Math.max(0.05, (now.toEpochMilli() - this.start.toEpochMilli()) / 1000.0);
		double sliceAge = now.toEpochMilli() / 1000.0 - now.getEpochSecond();
		return (recent > 0) ? recent / Math.min(age, SECONDS - 1 + sliceAge) : this.all / age;
	}

	private void advance(Instant now) {
		long second = Math.max(this.latest, now.getEpochSecond());
		long steps = Math.min(SECONDS, second - this.latest);
		for (long i = 1; i <= steps; i++) {
			this.slices[(int) ((this.latest + i) % SECONDS)] = 0;
		}
		this.latest = second;
		if (steps == SECONDS) {
			Arrays.fill(this.slices, 0);
		}
	}

}
