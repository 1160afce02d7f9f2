package io.ancho.scheduler.core;

import java.time.Duration;
import java.util.List;

/**
 * Comes to one mind with Mesos about the tasks: explicitly after every subscription until
 * all are known, and for executors that have been in an unsettled state for long;
 * implicitly every few minutes, which finds tasks that nobody here remembers.
 */
final class Reconciliation {

	private static final Duration BETWEEN_ALL = Duration.ofMinutes(5);

	private static final Duration BETWEEN_DOUBTS = Duration.ofSeconds(10);

	/** At first; twice as long each time. */
	private static final Duration BETWEEN_ASKING = Duration.ofSeconds(10);

	private static final int MAX_DOUBLINGS = 3;

	private Reconciliation() {
	}

	static void begin(Transition transition, String frameworkId) {
		transition.subscribed = true;
		// A new subscription is one to everything.
		transition.offersWanted = true;
		transition.reviveDue = false;
		transition.revivedAt = transition.now;
		transition.agents = transition.agents.forgotten();
		transition.emit(new Effect.StoreFramework(frameworkId));
		transition.fleet = transition.fleet.doubted();
		transition.askedAt = transition.now;
		transition.asked = 0;
		List<Executor> known = List.copyOf(transition.fleet.all().values());
		if (!known.isEmpty()) {
			transition.emit(new Effect.Reconcile(known));
		}
		all(transition);
		known.stream()
			.filter((executor) -> !wanted(transition, executor))
			.forEach((executor) -> transition.stop(executor, executor.reason()));
	}

	private static boolean wanted(Transition transition, Executor executor) {
		return executor.state() != Executor.State.STOPPING && transition.runs.containsKey(executor.run());
	}

	static void agentFailed(Transition transition, String agentId) {
		Troubles.agentLost(transition, agentId);
		List<Executor> there = transition.fleet.on(agentId);
		if (!there.isEmpty()) {
			transition.emit(new Effect.Reconcile(there));
		}
	}

	static void repeat(Transition transition) {
		if (!transition.subscribed) {
			return;
		}
		if (!transition.now.isBefore(transition.reconciledAt.plus(BETWEEN_ALL))) {
			all(transition);
		}
		if (!transition.now.isBefore(transition.doubtedAt.plus(BETWEEN_DOUBTS))) {
			doubts(transition);
		}
		if (!transition.now.isBefore(transition.askedAt.plus(patience(transition.asked)))) {
			askAgain(transition);
		}
	}

	private static Duration patience(int asked) {
		return BETWEEN_ASKING.multipliedBy(1L << Math.min(MAX_DOUBLINGS, asked));
	}

	/** A master says nothing of agents that have not come back to it yet. */
	private static void askAgain(Transition transition) {
		List<Executor> unheardOf = transition.fleet.unheardOf();
		if (!unheardOf.isEmpty()) {
			transition.emit(new Effect.Reconcile(unheardOf));
			transition.askedAt = transition.now;
			transition.asked++;
		}
	}

	private static void all(Transition transition) {
		transition.reconciledAt = transition.now;
		transition.emit(new Effect.Reconcile(List.of()));
	}

	/** A call or an answer may have been lost: asks again, and kills again. */
	private static void doubts(Transition transition) {
		List<Executor> unsettled = transition.fleet.doubtful()
			.stream()
			.filter((executor) -> executor.since().plus(BETWEEN_DOUBTS).isBefore(transition.now))
			.toList();
		if (unsettled.isEmpty()) {
			return;
		}
		transition.doubtedAt = transition.now;
		transition.emit(new Effect.Reconcile(unsettled));
		unsettled.stream()
			.filter((executor) -> executor.state() == Executor.State.STOPPING)
			.forEach((executor) -> transition.emit(new Effect.Kill(executor.id(), executor.agentId())));
	}

}
