package io.ancho.scheduler.core;

import java.time.Duration;

/**
 * Pauses after failures in a row: each twice as long as the one before.
 *
 * @param first the pause after the first failure
 * @param longest the longest pause
 */
public record Backoff(Duration first, Duration longest) {

	private static final int MOST_DOUBLINGS = 20;

	/**
	 * The pause after some failures in a row.
	 * @param failures how many, 1 or more
	 * @return at most the longest
	 */
	Duration pause(int failures) {
		Duration doubled = this.first.multipliedBy(1L << Math.min(MOST_DOUBLINGS, failures - 1));
		return (doubled.compareTo(this.longest) < 0) ? doubled : this.longest;
	}

}
