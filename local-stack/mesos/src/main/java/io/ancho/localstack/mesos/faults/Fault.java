package io.ancho.localstack.mesos.faults;

import java.time.Duration;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A fault, as the body of {@code POST /faults} names it in its field {@code fault}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "fault")
@JsonSubTypes({ @JsonSubTypes.Type(value = Fault.None.class, name = "none"),
		@JsonSubTypes.Type(value = Fault.DropConnections.class, name = "drop-connections"),
		@JsonSubTypes.Type(value = Fault.Unavailable.class, name = "unavailable"),
		@JsonSubTypes.Type(value = Fault.RestartMaster.class, name = "restart-master"),
		@JsonSubTypes.Type(value = Fault.LoseAgent.class, name = "lose-agent"),
		@JsonSubTypes.Type(value = Fault.ReturnAgent.class, name = "return-agent"),
		@JsonSubTypes.Type(value = Fault.RescindAccepted.class, name = "rescind-accepted"),
		@JsonSubTypes.Type(value = Fault.FailLaunch.class, name = "fail-launch"),
		@JsonSubTypes.Type(value = Fault.DelayUpdates.class, name = "delay-updates"),
		@JsonSubTypes.Type(value = Fault.DuplicateUpdates.class, name = "duplicate-updates"),
		@JsonSubTypes.Type(value = Fault.ReplayUpdates.class, name = "replay-updates"),
		@JsonSubTypes.Type(value = Fault.UnknownTask.class, name = "unknown-task"),
		@JsonSubTypes.Type(value = Fault.EndTask.class, name = "end-task") })
sealed interface Fault {

	/** What has been asked for and has not happened yet does not happen any more. */
	record None() implements Fault {
	}

	/** All event streams break off. */
	record DropConnections() implements Fault {
	}

	/**
	 * Every call is answered with 503.
	 *
	 * @param seconds for how long
	 */
	record Unavailable(double seconds) implements Fault {
	}

	/**
	 * The master is killed and another one started, which knows nothing.
	 *
	 * @param recoverySeconds for how long it answers 503
	 * @param agentsSeconds after what time its agents register
	 */
	record RestartMaster(double recoverySeconds, double agentsSeconds) implements Fault {
	}

	/**
	 * An agent goes away.
	 *
	 * @param agent its id; any connected one if there is none
	 * @param how the way it goes
	 * @param seconds after what time it comes back; it stays away if it is zero
	 */
	record LoseAgent(@Nullable String agent, How how, double seconds) implements Fault {

		/** Ways to go. */
		enum How {

			/** Its process dies; its tasks go on. */
			KILLED,

			/** Its network fails. */
			PARTITIONED,

			/** It is stopped and says good-bye. */
			STOPPED,

			/** An operator marks it as gone for good. */
			GONE

		}

	}

	/**
	 * An agent comes back.
	 *
	 * @param agent its id; all that are away if there is none
	 */
	record ReturnAgent(@Nullable String agent) implements Fault {
	}

	/**
	 * Offers are rescinded at the moment they are accepted.
	 *
	 * @param count for how many ACCEPTs
	 */
	record RescindAccepted(int count) implements Fault {
	}

	/**
	 * Tasks fail to launch.
	 *
	 * @param how the way they fail
	 * @param count how many tasks
	 */
	record FailLaunch(How how, int count) implements Fault {

		/** Ways to fail, and what makes a task fail that way. */
		enum How {

			/** Its user does not exist: TASK_DROPPED by the agent. */
			USER,

			/** Its URIs cannot be fetched: TASK_FAILED by the agent. */
			URIS,

			/** Its image cannot be had: TASK_FAILED by the agent. */
			IMAGE,

			/** The master finds it invalid: TASK_ERROR. */
			INVALID,

			/** It gets lost on the way: nothing is heard of it. */
			LOST,

			/** Its command ends at once with status 1; not on emulated agents. */
			EXIT,
			/**
			 * Its container dies with a word on stderr: TASK_FAILED by the agent; not on
			 * emulated agents.
			 */
			CONTAINER

		}

	}

	/**
	 * Updates are held back, in their order.
	 *
	 * @param seconds for how long, from now on
	 */
	record DelayUpdates(double seconds) implements Fault {
	}

	/**
	 * Updates are sent twice.
	 *
	 * @param count how many
	 */
	record DuplicateUpdates(int count) implements Fault {
	}

	/**
	 * Updates that were sent before are sent again, oldest first.
	 *
	 * @param count how many, of the latest hundred
	 */
	record ReplayUpdates(int count) implements Fault {
	}

	/**
	 * An update comes of a task that was never launched.
	 *
	 * @param task its id
	 */
	record UnknownTask(String task) implements Fault {
	}

	/**
	 * A task ends.
	 *
	 * @param task its id
	 * @param state the state it ends in
	 * @param reason the reason that its agent gives
	 * @param message what the agent says
	 */
	record EndTask(String task, TaskState state, @Nullable Reason reason, @Nullable String message) implements Fault {
	}

	/** Seconds as a duration. */
	static Duration duration(double seconds) {
		return Duration.ofMillis(Math.round(seconds * 1000));
	}

}
