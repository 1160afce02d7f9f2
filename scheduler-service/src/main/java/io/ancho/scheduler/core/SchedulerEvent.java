package io.ancho.scheduler.core;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import io.ancho.events.ExecutorSpec;

/**
 * What can happen to the scheduler.
 */
public sealed interface SchedulerEvent {

	/**
	 * A run wants executors of its own. May be repeated.
	 *
	 * @param run the run
	 * @param owner whose it is
	 * @param name its name
	 * @param queue the topic of its chunks
	 * @param spec what it asks for
	 * @param at when it was accepted
	 */
	record RunWanted(RunId run, String owner, double weight, String name, String queue, ExecutorSpec spec,
			Instant at) implements SchedulerEvent {
	}

	/**
	 * The work a run has left occupies so many executors. May be repeated.
	 *
	 * @param run the run
	 * @param executors how many; more than it asked for are not given
	 * @param idle those of its executors that have nothing left to do
	 */
	record RunNeeds(RunId run, int executors, Set<TaskId> idle) implements SchedulerEvent {
	}

	/**
	 * A run needs no executors any more. May be repeated.
	 *
	 * @param run the run
	 */
	record RunOver(RunId run) implements SchedulerEvent {
	}

	/**
	 * Mesos has accepted the framework.
	 *
	 * @param frameworkId the id it goes by
	 */
	record Subscribed(String frameworkId) implements SchedulerEvent {
	}

	/** The connection to Mesos is lost. */
	record Disconnected() implements SchedulerEvent {
	}

	/** Mesos has removed the framework, and with it all tasks. It is to begin anew. */
	record FrameworkRemoved() implements SchedulerEvent {
	}

	/**
	 * Resources are offered.
	 *
	 * @param offers one for each of Mesos's offers
	 */
	record Offered(List<Offer> offers) implements SchedulerEvent {

		/**
		 * Several of these as one.
		 * @param events in their order
		 * @return all their offers
		 */
		public static Offered together(List<Offered> events) {
			return new Offered(events.stream().flatMap((event) -> event.offers().stream()).toList());
		}

	}

	/**
	 * Mesos says something about a task.
	 *
	 * @param update what it says
	 */
	record Updated(TaskUpdate update) implements SchedulerEvent {
	}

	/**
	 * An agent was removed.
	 *
	 * @param agentId the agent
	 */
	record AgentFailed(String agentId) implements SchedulerEvent {
	}

	/**
	 * What was to be told about a run could not be told.
	 *
	 * @param run the run
	 */
	record Unpublished(RunId run) implements SchedulerEvent {
	}

	/**
	 * The end of what a failed executor wrote was read.
	 *
	 * @param executor the executor
	 * @param lines its last lines, made fit to be shown
	 */
	record LogRead(Executor executor, List<String> lines) implements SchedulerEvent {

	}

	/** Time has passed. */
	record Tick() implements SchedulerEvent {
	}

}
