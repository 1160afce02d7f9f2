package io.ancho.localstack;

import java.time.Duration;

/**
 * When a part that died is started again.
 *
 * @param count how often it has been started again
 * @param inARow how many of its deaths came less than five seconds after it was ready
 * @param everReady whether it has ever been ready
 */
record Restarts(int count, int inARow, boolean everReady) {

	private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

	private static final Duration STABLE = Duration.ofSeconds(5);

	private static final int ATTEMPTS = 3;

	static Restarts none() {
		return new Restarts(0, 0, false);
	}

	Restarts ready() {
		return new Restarts(this.count, this.inARow, true);
	}

	/**
	 * It died.
	 * @param ready how long after it was ready; zero if it never was
	 */
	Restarts diedAfter(Duration ready) {
		return new Restarts(this.count + 1, (ready.compareTo(STABLE) < 0) ? this.inARow + 1 : 1, this.everReady);
	}

	/**
	 * Whether trying again is pointless: it has never worked.
	 */
	boolean hopeless() {
		return !this.everReady && this.inARow >= ATTEMPTS;
	}

	/**
	 * Half a second, doubling with every early death, at most ten.
	 */
	Duration pause() {
		Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(Math.max(this.inARow - 1, 0), 10));
		return (pause.compareTo(LONGEST_PAUSE) < 0) ? pause : LONGEST_PAUSE;
	}

}
