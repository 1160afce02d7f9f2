package io.ancho.scheduler.core;

import java.time.Instant;
import java.util.List;

/**
 * The scheduler's decisions.
 */
public final class Scheduler {

	private final Policy policy;

	/**
	 * A scheduler.
	 * @param policy what its operator has decided
	 */
	public Scheduler(Policy policy) {
		this.policy = policy;
	}

	/**
	 * What an event leads to. A pure function.
	 * @param state what is known
	 * @param event what happens
	 * @param now when
	 * @return the next state and the effects
	 */
	public Step apply(SchedulerState state, SchedulerEvent event, Instant now) {
		Transition transition = new Transition(this.policy, state, now);
		handle(transition, event);
		Demand.adjust(transition);
		Announcements.make(transition, event instanceof SchedulerEvent.Tick);
		return transition.step();
	}

	private static void handle(Transition transition, SchedulerEvent event) {
		if (event instanceof SchedulerEvent.RunWanted wanted) {
			Runs.wanted(transition, wanted);
		}
		else if (event instanceof SchedulerEvent.RunNeeds needs) {
			Runs.needs(transition, needs);
		}
		else if (event instanceof SchedulerEvent.RunOver over) {
			Runs.over(transition, over.run());
		}
		else if (event instanceof SchedulerEvent.Offered offered) {
			Matching.match(transition, offered.offers());
		}
		else if (event instanceof SchedulerEvent.Updated updated) {
			Updates.apply(transition, updated.update());
		}
		else if (event instanceof SchedulerEvent.AgentFailed failed) {
			Reconciliation.agentFailed(transition, failed.agentId());
		}
		else if (event instanceof SchedulerEvent.Unpublished unpublished) {
			transition.published = transition.published.minus(unpublished.run());
			transition.touch(unpublished.run());
		}
		else if (event instanceof SchedulerEvent.LogRead read) {
			Launches.logRead(transition, read);
		}
		else if (event instanceof SchedulerEvent.Tick) {
			Deadlines.check(transition);
			Reconciliation.repeat(transition);
		}
		else {
			connection(transition, event);
		}
	}

	private static void connection(Transition transition, SchedulerEvent event) {
		if (event instanceof SchedulerEvent.Subscribed subscribed) {
			Reconciliation.begin(transition, subscribed.frameworkId());
		}
		else if (event instanceof SchedulerEvent.Disconnected) {
			transition.subscribed = false;
			transition.lacks = transition.lacks.minusAll(transition.lacks.keySet());
		}
		else if (event instanceof SchedulerEvent.FrameworkRemoved) {
			transition.subscribed = false;
			transition.emit(new Effect.StoreFramework(null));
			List.copyOf(transition.fleet.all().values()).forEach(transition::remove);
		}
	}

}
