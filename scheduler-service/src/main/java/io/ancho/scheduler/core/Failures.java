package io.ancho.scheduler.core;

import java.time.Duration;
import java.time.Instant;

/**
 * How a run's executors fared lately. One that ends soon after its launch delays the
 * next, by 1 s, 2 s, 4 s … up to a minute, and so does one that ended by the run's own
 * fault; any other that lived longer clears the slate.
 *
 * @param inARow how many ended so, one after the other
 * @param last why the last one ended; empty if none has
 * @param notBefore when the next may be launched
 */
public record Failures(int inARow, String last, Instant notBefore) {

	/** No executor has failed. */
	public static final Failures NONE = new Failures(0, "", Instant.EPOCH);

	static final Duration QUICK = Duration.ofSeconds(30);

	private static final Duration NEWS = Duration.ofSeconds(10);

	private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);

	/** From here on it looks like more than bad luck. */
	private static final int MANY = 5;

	Failures add(Duration lived, boolean runsFault, String reason, Instant now) {
		if (!runsFault && lived.compareTo(QUICK) >= 0) {
			return new Failures(0, reason, now);
		}
		Duration doubled = Duration.ofSeconds(1L << Math.min(this.inARow, 10));
		Duration delay = (doubled.compareTo(LONGEST_DELAY) < 0) ? doubled : LONGEST_DELAY;
		return new Failures(this.inARow + 1, reason, now.plus(delay));
	}

	/**
	 * The last one has ended as if its run were over. If it is, the event that says so is
	 * on its way: the next executor waits for that a while.
	 */
	Failures afterNews(Instant now) {
		Instant news = now.plus(NEWS);
		return news.isBefore(this.notBefore) ? this : new Failures(this.inARow, this.last, news);
	}

	boolean delay(Instant now) {
		return now.isBefore(this.notBefore);
	}

	boolean many() {
		return this.inARow >= MANY;
	}

}
