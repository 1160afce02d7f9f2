package io.ancho.scheduler.core;

import org.jspecify.annotations.Nullable;

/**
 * What Mesos says about a task.
 *
 * @param task the task
 * @param agentId its agent, or null if Mesos does not know
 * @param phase what it means
 * @param state Mesos's own name of the state, without {@code TASK_}
 * @param cause why
 * @param uuid what an acknowledgement has to carry, in base64; null if none is expected
 */
public record TaskUpdate(TaskId task, @Nullable String agentId, Phase phase, String state, Cause cause,
		@Nullable String uuid) {

	/**
	 * What the many states of Mesos come to here.
	 */
	public enum Phase {

		/** On its way. */
		STARTING,

		/** Running. */
		RUNNING,

		/** Out of reach; it may come back. */
		UNREACHABLE,

		/** Ended by itself, or failed. */
		ENDED,

		/** Gone with its agent, or never got there: nobody's fault. */
		LOST,

		/**
		 * Refused by the master. If the same id is running, that is what was refused: it
		 * goes on.
		 */
		REFUSED

	}

	/**
	 * Whether it has ended with status 0, as an executor does when it knows that its run
	 * is over.
	 */
	boolean finished() {
		return this.state.equals("FINISHED");
	}

	String reason() {
		return this.cause.text(this.state);
	}

}
