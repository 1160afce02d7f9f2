package io.ancho.scheduler.core;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a run waits for, in a person's words.
 */
final class Obstacles {

	/** How long an answer to a revival may take. */
	private static final Duration PATIENCE = Duration.ofSeconds(3);

	private Obstacles() {
	}

	static @Nullable String waiting(Transition transition, WantedRun run) {
		int missing = transition.missing(run);
		if (missing == 0) {
			return null;
		}
		String executors = (run.needed() == 1) ? " executor waits: " : " executors wait: ";
		return missing + " of " + run.needed() + executors + obstacle(transition, run);
	}

	private static String obstacle(Transition transition, WantedRun run) {
		if (!transition.subscribed) {
			return "there is no connection to Mesos";
		}
		if (transition.isBraked(run)) {
			return transition.brake.reason();
		}
		if (run.failures().many()) {
			return "the last " + run.failures().inARow() + " ended soon after their launch (" + run.failures().last()
					+ "); trying again, at most once a minute";
		}
		if (run.failures().delay(transition.now)) {
			return "the last one ended soon after its launch (" + run.failures().last() + "); trying again";
		}
		return offers(transition, transition.requirements(run));
	}

	private static String offers(Transition transition, Requirements requirements) {
		Lack lack = transition.lacks.get(requirements);
		if (lack != null && lack.isFresh(transition.now)) {
			return lack.text(requirements.resources());
		}
		return transition.now.isBefore(transition.revivedAt.plus(PATIENCE)) ? "Mesos has been asked for offers"
				: "Mesos offers nothing at present";
	}

}
