package io.ancho.scheduler.core;

import java.time.Duration;

/**
 * Tells Mesos whether offers are wanted: not while nothing waits, and at once when
 * something does, though not more than once a second.
 */
final class Demand {

	private static final Duration BETWEEN_REVIVALS = Duration.ofSeconds(1);

	private Demand() {
	}

	static void adjust(Transition transition) {
		boolean wanted = transition.anyMissing();
		if (!transition.subscribed || wanted == transition.offersWanted) {
			return;
		}
		if (!wanted) {
			transition.offersWanted = false;
			transition.emit(new Effect.Suppress());
		}
		else if (!transition.now.isBefore(transition.revivedAt.plus(BETWEEN_REVIVALS))) {
			transition.offersWanted = true;
			transition.revivedAt = transition.now;
			transition.emit(new Effect.Revive());
		}
	}

}
