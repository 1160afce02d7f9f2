package io.ancho.scheduler.it;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/**
 * Waits for a condition.
 */
final class Await {

	private static final Duration LIMIT = Duration.ofSeconds(40);

	private Await() {
	}

	static <T> T until(String what, Callable<T> probe, Predicate<T> condition) throws Exception {
		long end = System.nanoTime() + LIMIT.toNanos();
		T seen = probe.call();
		while (!condition.test(seen)) {
			if (System.nanoTime() > end) {
				throw new AssertionError("waited in vain until " + what + "; last seen: " + seen);
			}
			Thread.sleep(50);
			seen = probe.call();
		}
		return seen;
	}

}
