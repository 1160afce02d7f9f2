package io.ancho.scheduler.mesos;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Truncated exponential backoff with full jitter in its upper half.
 */
final class Backoff {

	private final Duration shortest;

	private final Duration longest;

	private final RandomGenerator random;

	private int failures;

	Backoff(Duration shortest, Duration longest, RandomGenerator random) {
		this.shortest = shortest;
		this.longest = longest;
		this.random = random;
	}

	void reset() {
		this.failures = 0;
	}

	/**
	 * The wait before the next attempt: between half of the doubled time and all of it.
	 */
	Duration next() {
		long doubled = this.shortest.toMillis() << Math.min(this.failures++, 20);
		long most = Math.min(doubled, this.longest.toMillis());
		return Duration.ofMillis(most / 2 + this.random.nextLong(most / 2 + 1));
	}

}
