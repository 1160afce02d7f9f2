package io.ancho.scheduler.core;

import java.time.Instant;
import java.util.List;

/**
 * The scheduler's decisions.
 */
public final class Scheduler {

	private Scheduler() {
	}

	/**
	 * What an event leads to. A pure function.
	 * @param state what is known
	 * @param event what happens
	 * @param now when
	 * @return the next state and the effects
	 */
	public static Step apply(SchedulerState state, SchedulerEvent event, Instant now) {
		Transition transition = new Transition(state, now);
		handle(transition, event);
		Demand.adjust(transition);
		Announcements.make(transition);
		return transition.step();
	}

	private static void handle(Transition transition, SchedulerEvent event) {
		if (event instanceof SchedulerEvent.RunWanted wanted) {
			wanted(transition, wanted);
		}
		else if (event instanceof SchedulerEvent.RunOver over) {
			over(transition, over.run());
		}
		else if (event instanceof SchedulerEvent.Subscribed subscribed) {
			Reconciliation.begin(transition, subscribed.frameworkId());
		}
		else if (event instanceof SchedulerEvent.Disconnected) {
			transition.subscribed = false;
			transition.leftovers.clear();
		}
		else if (event instanceof SchedulerEvent.FrameworkRemoved) {
			removed(transition);
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
			transition.published.remove(unpublished.run());
		}
		else if (event instanceof SchedulerEvent.Tick) {
			Reconciliation.repeat(transition);
		}
	}

	private static void wanted(Transition transition, SchedulerEvent.RunWanted wanted) {
		if (!transition.runs.containsKey(wanted.run())) {
			transition.put(new WantedRun(wanted.run(), wanted.owner(), wanted.name(), wanted.queue(), wanted.spec(),
					wanted.at(), 0, Failures.NONE));
		}
	}

	private static void over(Transition transition, RunId run) {
		if (transition.runs.remove(run) != null) {
			transition.emit(new Effect.EndRun(run));
		}
		for (Executor executor : transition.executorsOf(run)) {
			switch (executor.state()) {
				case LAUNCHING, RUNNING -> transition.stop(executor, "the run needs it no more");
				// Should it come back, nobody knows it any more, and it is killed.
				case UNREACHABLE -> transition.remove(executor);
				case STOPPING -> {
				}
			}
		}
	}

	private static void removed(Transition transition) {
		transition.subscribed = false;
		transition.emit(new Effect.StoreFramework(null));
		List.copyOf(transition.executors.values()).forEach(transition::remove);
	}

}
