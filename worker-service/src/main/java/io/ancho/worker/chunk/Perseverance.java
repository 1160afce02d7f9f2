package io.ancho.worker.chunk;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import io.ancho.worker.InfrastructureException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again what the infrastructure is in the way of, less and less often.
 *
 * @param patience for how long
 * @param pointless whether it is no use any more, because the run is over
 */
record Perseverance(Duration patience, BooleanSupplier pointless) {

	private static final Logger logger = LoggerFactory.getLogger(Perseverance.class);

	private static final Duration LONGEST = Duration.ofSeconds(10);

	private static final Duration LOOK = Duration.ofMillis(50);

	/**
	 * Something to do that may be impeded.
	 *
	 * @param <T> what comes of it
	 */
	@FunctionalInterface
	interface Attempt<T> {

		T make() throws InterruptedException;

	}

	/**
	 * Attempts until it works.
	 * @throws InfrastructureException the last one, when patience is over
	 */
	<T> T attempt(Attempt<T> attempt) throws InterruptedException {
		long end = System.nanoTime() + this.patience.toNanos();
		for (Duration pause = Duration.ofMillis(250);; pause = longer(pause)) {
			try {
				return attempt.make();
			}
			catch (InfrastructureException ex) {
				if (this.pointless.getAsBoolean() || System.nanoTime() + pause.toNanos() > end) {
					throw ex;
				}
				logger.warn("{}; trying again in {} ms", ex.getMessage(), pause.toMillis());
			}
			pause(pause);
		}
	}

	/** Is over sooner if it is no use any more. */
	private void pause(Duration pause) throws InterruptedException {
		long end = System.nanoTime() + pause.toNanos();
		while (System.nanoTime() < end && !this.pointless.getAsBoolean()) {
			Thread.sleep(LOOK.toMillis());
		}
	}

	private static Duration longer(Duration pause) {
		Duration twice = pause.multipliedBy(2);
		return (twice.compareTo(LONGEST) < 0) ? twice : LONGEST;
	}

}
