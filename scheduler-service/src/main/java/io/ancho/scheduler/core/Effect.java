package io.ancho.scheduler.core;

import java.util.List;

import io.ancho.events.ExecutorsChanged;
import org.jspecify.annotations.Nullable;

/**
 * What the scheduler wants done. Effects are performed in the order they are given:
 * something is stored before Mesos is told.
 */
public sealed interface Effect {

	/**
	 * Stores the framework's id; null forgets it.
	 *
	 * @param frameworkId the id
	 */
	record StoreFramework(@Nullable String frameworkId) implements Effect {
	}

	/**
	 * Stores a run.
	 *
	 * @param run the run
	 */
	record StoreRun(WantedRun run) implements Effect {
	}

	/**
	 * Forgets a run, and remembers that it is over.
	 *
	 * @param run the run
	 */
	record EndRun(RunId run) implements Effect {
	}

	/**
	 * Stores an executor.
	 *
	 * @param executor the executor
	 */
	record StoreExecutor(Executor executor) implements Effect {
	}

	/**
	 * Forgets an executor.
	 *
	 * @param executor the executor
	 */
	record ForgetExecutor(TaskId executor) implements Effect {
	}

	/**
	 * Launches executors on an agent's offers.
	 *
	 * @param offer the agent and its offers
	 * @param launches what to launch
	 * @param refuse how long not to be offered the rest
	 */
	record Accept(Offer offer, List<Launch> launches, Refusal refuse) implements Effect {
	}

	/**
	 * An executor to launch.
	 *
	 * @param executor the executor
	 * @param run its run
	 * @param resources what it takes of the offer, besides its port
	 */
	record Launch(Executor executor, WantedRun run, Resources resources) {
	}

	/**
	 * Declines offers.
	 *
	 * @param offerIds the offers, of any agents
	 * @param refuse how long not to be offered the like
	 * @param reason why, in a word for the metrics
	 */
	record Decline(List<String> offerIds, Refusal refuse, String reason) implements Effect {
	}

	/** Wants no offers for now. */
	record Suppress() implements Effect {
	}

	/** Wants offers, and forgets what was declined. */
	record Revive() implements Effect {
	}

	/**
	 * Ends a task.
	 *
	 * @param task the task
	 * @param agentId its agent, if known
	 */
	record Kill(TaskId task, @Nullable String agentId) implements Effect {
	}

	/**
	 * Acknowledges an update.
	 *
	 * @param update an update that has a uuid
	 */
	record Acknowledge(TaskUpdate update) implements Effect {
	}

	/**
	 * Asks for the latest state of tasks.
	 *
	 * @param executors the tasks, or none to ask for all that Mesos knows
	 */
	record Reconcile(List<Executor> executors) implements Effect {
	}

	/**
	 * Tells the world about a run's executors.
	 *
	 * @param event what to tell
	 */
	record Publish(ExecutorsChanged event) implements Effect {
	}

	/**
	 * Reads the end of what an executor wrote, and tells of it by
	 * {@link SchedulerEvent.LogRead}.
	 *
	 * @param executor an executor that failed
	 */
	record ReadLog(Executor executor) implements Effect {

	}

	/**
	 * An executor runs for the first time; for the record.
	 *
	 * @param executor the executor
	 */
	record Started(Executor executor) implements Effect {
	}

	/**
	 * An executor has ended; for the record.
	 *
	 * @param executor the executor as it was
	 * @param state Mesos's name for its end
	 * @param cause why
	 * @param expected whether it was asked to
	 */
	record Ended(Executor executor, String state, Cause cause, boolean expected) implements Effect {
	}

	/**
	 * Something that an operator should know.
	 *
	 * @param kind what it is about
	 * @param text what happened
	 */
	record Warning(Kind kind, String text) implements Effect {

		/** What a warning is about. */
		public enum Kind {

			/** Too much has vanished at once: nothing is replaced for a while. */
			BRAKED,

			/** An executor did not come to run in time. */
			LAUNCH_TIMEOUT,

			/** Executors keep failing on an agent. */
			AGENT_AVOIDED,

			/** A run's executors keep failing, and not by its fault. */
			LAUNCHES_FAIL

		}

	}

}
