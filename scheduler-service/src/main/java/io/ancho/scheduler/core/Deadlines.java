package io.ancho.scheduler.core;

import java.time.Duration;
import java.time.Instant;

/**
 * What time alone makes due of executors that are not simply running.
 */
final class Deadlines {

	private Deadlines() {
	}

	static void check(Transition transition) {
		for (Executor executor : transition.fleet.doubtful()) {
			switch (executor.state()) {
				case LAUNCHING -> launching(transition, executor);
				case UNREACHABLE -> unreachable(transition, executor);
				case RUNNING, STOPPING -> {
				}
			}
		}
		Troubles.calm(transition);
		Launches.calm(transition);
	}

	private static void launching(Transition transition, Executor executor) {
		if (transition.subscribed && isOver(transition, executor, transition.policy.launchTimeout())) {
			String text = "it did not run within " + transition.policy.launchTimeout().toSeconds() + " s";
			transition.emit(new Effect.Warning(Effect.Warning.Kind.LAUNCH_TIMEOUT,
					executor.id() + " on " + executor.host() + " is ended: " + text));
			transition.stop(executor, text);
			Launches.timedOut(transition, executor, text);
		}
	}

	private static void unreachable(Transition transition, Executor executor) {
		if (transition.fleet.counts(executor) && isOver(transition, executor, transition.policy.unreachableGrace())) {
			transition.giveUp(executor);
		}
	}

	private static boolean isOver(Transition transition, Executor executor, Duration time) {
		Instant deadline = executor.since().plus(time);
		return !transition.now.isBefore(deadline);
	}

}
