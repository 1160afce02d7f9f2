package io.ancho.scheduler.core;

import java.time.Duration;
import java.time.Instant;

import io.ancho.scheduler.core.Cause.Blame;

/**
 * What failures and losses mean for the agents and for the cluster as a whole.
 */
final class Troubles {

	private Troubles() {
	}

	/** An executor has failed. If it lived long, or the run is to blame, so what. */
	static void failed(Transition transition, Executor executor, Blame blame) {
		Duration lived = Duration.between(executor.launchedAt(), transition.now);
		if (blame != Blame.RUN && lived.compareTo(Failures.QUICK) < 0) {
			failed(transition, executor, 1);
		}
	}

	/** One is enough: the next try is to be elsewhere. */
	static void launchTimedOut(Transition transition, Executor executor) {
		failed(transition, executor, transition.policy.avoidance().failures());
	}

	private static void failed(Transition transition, Executor executor, int weight) {
		Policy.Avoidance policy = transition.policy.avoidance();
		Instant now = transition.now;
		boolean before = transition.agents.isTroubled(executor.agentId(), now);
		transition.agents = transition.agents.failed(executor.agentId(), weight, policy, now);
		if (!before && transition.agents.isTroubled(executor.agentId(), now)) {
			transition.emit(new Effect.Warning(Effect.Warning.Kind.AGENT_AVOIDED, "Executors keep failing on "
					+ executor.host() + "; it is avoided for " + policy.time().toSeconds() + " s"));
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
