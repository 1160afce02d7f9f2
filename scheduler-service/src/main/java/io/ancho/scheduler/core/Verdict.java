package io.ancho.scheduler.core;

import java.time.Instant;

import io.ancho.scheduler.core.Cause.Blame;

/**
 * Whether it is a run's own fault that its executors fail, or whoever operates the
 * cluster has to look. A run is at fault if Mesos says so, or if its executors failed
 * alike on several agents, or on the only one, while one of another run that was launched
 * on such an agent since then stays; or if what fails is a command in the image that the
 * run has named.
 */
final class Verdict {

	/** From here on it is more than bad luck. */
	static final int MANY = 5;

	private Verdict() {
	}

	static boolean blamesTheRun(Fleet fleet, Agents agents, WantedRun run, Instant now) {
		Failures failures = run.failures();
		if (failures.last() == null) {
			return false;
		}
		Blame blame = failures.last().cause().blame();
		boolean everywhere = failures.agents().size() >= Math.min(2, Math.max(1, agents.known().size()));
		return switch (blame) {
			case RUN -> true;
			case NOBODY, IMAGE, REGISTRY -> false;
			case AGENT -> everywhere && failures.alike() && othersStay(fleet, run, now);
			case UNKNOWN ->
				everywhere && failures.alike() && (run.spec().image() != null || othersStay(fleet, run, now));
		};
	}

	/** Whether another run's executor, launched where this run's failed, does well. */
	private static boolean othersStay(Fleet fleet, WantedRun run, Instant now) {
		return run.failures()
			.agents()
			.stream()
			.flatMap((agent) -> fleet.on(agent).stream())
			.anyMatch((other) -> !other.run().equals(run.id()) && run.failures().areRefutedBy(other, now));
	}

	/** Whether there is no point in going on. */
	static boolean givesUp(Transition transition, WantedRun run) {
		Failures failures = run.failures();
		Instant end = failures.failingSince().plus(transition.policy.giveUpAfter());
		return failures.inARow() >= MANY && !transition.now.isBefore(end)
				&& blamesTheRun(transition.fleet, transition.agents, run, transition.now);
	}

}
