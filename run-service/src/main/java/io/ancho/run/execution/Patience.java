package io.ancho.run.execution;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How long a chunk may be out before it is put in the queue again. An executor that dies
 * gives its chunk back by itself; this is for a record that the broker has lost, so it
 * can be slow, and gets slower each time.
 */
final class Patience {

	static final Duration LEAST = Duration.ofSeconds(60);

	/** While the model's speed is unknown it may still be installing its requirements. */
	static final Duration UNKNOWN = Duration.ofMinutes(10);

	private static final int EXPECTATIONS = 10;

	private static final int MAX_DOUBLINGS = 10;

	private Patience() {
	}

	/**
	 * How long to wait.
	 * @param expected how long the chunk should take, or null if that is not known
	 * @param crowd how many runs share the queue, 1 or more
	 * @param times how often the chunk has been put in the queue, 1 or more
	 * @return the time since it was put there last
	 */
	static Duration with(@Nullable Duration expected, int crowd, int times) {
		Duration base = (expected == null) ? UNKNOWN : max(LEAST, expected.multipliedBy(EXPECTATIONS));
		return base.multipliedBy(Math.max(1, crowd)).multipliedBy(1L << Math.min(MAX_DOUBLINGS, times - 1));
	}

	private static Duration max(Duration a, Duration b) {
		return (a.compareTo(b) > 0) ? a : b;
	}

}
