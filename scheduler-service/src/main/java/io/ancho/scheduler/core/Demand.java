package io.ancho.scheduler.core;

import java.time.Duration;
import java.time.Instant;

/**
 * Tells Mesos whether offers are wanted: not while nothing waits, and at once when
 * something does, though not more often than once a second, in large clusters not more
 * often than once a second for every 10,000 agents.
 */
final class Demand {

	private static final int AGENTS_A_SECOND = 10_000;

	private Demand() {
	}

	static void adjust(Transition transition) {
		if (!transition.subscribed) {
			return;
		}
		if (!transition.waiting.isEmpty()) {
			revive(transition);
		}
		else if (transition.offersWanted) {
			transition.offersWanted = false;
			transition.reviveDue = false;
			transition.emit(new Effect.Suppress());
		}
	}

	private static void revive(Transition transition) {
		boolean due = !transition.offersWanted || transition.reviveDue;
		if (due && !transition.now.isBefore(next(transition))) {
			transition.offersWanted = true;
			transition.reviveDue = false;
			transition.revivedAt = transition.now;
			transition.emit(new Effect.Revive());
		}
	}

	private static Instant next(Transition transition) {
		int seconds = Math.max(1, transition.agents.known().size() / AGENTS_A_SECOND);
		return transition.revivedAt.plus(Duration.ofSeconds(seconds));
	}

	/**
	 * How long what is not taken shall not be offered again.
	 * @param transition after everything was given out
	 * @return the refusal
	 */
	static Refusal refusal(Transition transition) {
		if (transition.waiting.isEmpty()) {
			return Refusal.LONG;
		}
		boolean soon = transition.waiting.stream().anyMatch((run) -> !transition.mayLaunch(transition.run(run)));
		return soon ? Refusal.SHORT : Refusal.UNFIT;
	}

}
