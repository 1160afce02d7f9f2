package io.ancho.scheduler.core;

import java.time.Instant;
import java.util.List;

import io.ancho.scheduler.core.Cause.Blame;

/**
 * What losses and failed launches mean for the agents and for the cluster as a whole.
 */
final class Troubles {

	private Troubles() {
	}

	/** The launch of an executor has failed, by whose fault its cause says. */
	static void launchFailed(Transition transition, Executor executor, Blame blame) {
		AgentTrouble before = transition.agents.trouble(executor.agentId());
		if (blame == Blame.AGENT) {
			failed(transition, executor, before.paused(executor, transition.policy.backoff(), transition.now), 1);
		}
		else if (blame == Blame.UNKNOWN && (!before.isOf(executor.run()) || runsElsewhere(transition, executor))) {
			failed(transition, executor, before, 1);
		}
	}

	/** A run that does well on other agents is not what is wrong. */
	private static boolean runsElsewhere(Transition transition, Executor executor) {
		Instant stayed = transition.now.minus(Failures.QUICK);
		return transition.fleet.of(executor.run())
			.executors()
			.values()
			.stream()
			.anyMatch((other) -> other.state() == Executor.State.RUNNING && !other.since().isAfter(stayed)
					&& !other.agentId().equals(executor.agentId()));
	}

	/** One is enough: the next try is to be elsewhere. */
	static void launchTimedOut(Transition transition, Executor executor) {
		AgentTrouble before = transition.agents.trouble(executor.agentId());
		failed(transition, executor, before.paused(executor, transition.policy.backoff(), transition.now),
				transition.policy.avoidance().failures());
	}

	private static void failed(Transition transition, Executor executor, AgentTrouble trouble, int weight) {
		Policy.Avoidance policy = transition.policy.avoidance();
		AgentTrouble after = trouble.plus(executor.run(), weight, policy, transition.now);
		transition.agents = transition.agents.with(executor.agentId(), after);
		if (!trouble.isAvoided(transition.now) && after.isAvoided(transition.now)) {
			transition.emit(new Effect.Warning(Effect.Warning.Kind.AGENT_AVOIDED, "Executors keep failing on "
					+ executor.host() + "; it is avoided for " + policy.time().toSeconds() + " s"));
		}
	}

	/** Who has kept an executor is trusted again. */
	static void calm(Transition transition) {
		transition.agents = transition.agents.calmed(transition.policy.avoidance(), transition.now);
		for (String agent : List.copyOf(transition.agents.troubles().keySet())) {
			AgentTrouble trouble = transition.agents.trouble(agent);
			if (trouble.inARow() > 0 && transition.fleet.on(agent)
				.stream()
				.anyMatch((executor) -> trouble.isRefutedBy(executor, transition.now))) {
				transition.agents = transition.agents.with(agent, trouble.refuted());
			}
		}
	}

	static void agentLost(Transition transition, String agentId) {
		if (transition.agents.known().containsKey(agentId)) {
			transition.agents = transition.agents.without(agentId);
			lost(transition, Brake.Loss.agent(transition.now));
		}
	}

	static void unreachable(Transition transition) {
		lost(transition, Brake.Loss.unreachable(transition.now));
	}

	static void gone(Transition transition) {
		lost(transition, Brake.Loss.gone(transition.now));
	}

	private static void lost(Transition transition, Brake.Loss loss) {
		Policy.Brake policy = transition.policy.brake();
		Brake brake = transition.brake.with(loss, policy);
		transition.brake = brake.tried(transition.agents.known().size(), transition.fleet.all().size(), policy,
				transition.now);
		if (transition.brake != brake) {
			transition.emit(new Effect.Warning(Effect.Warning.Kind.BRAKED, transition.brake.reason()));
		}
	}

}
