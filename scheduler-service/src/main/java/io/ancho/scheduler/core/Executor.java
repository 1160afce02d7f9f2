package io.ancho.scheduler.core;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An executor from the decision to launch it until it is known to have ended.
 *
 * @param id its task id
 * @param run whose chunks it executes
 * @param owner the run's owner
 * @param agentId the agent's id
 * @param host the agent's host name
 * @param attributes the agent's attributes, for constraints
 * @param port the port it was given
 * @param state where it stands
 * @param launchedAt when it was decided to launch it
 * @param since when it came into its state
 * @param reason what Mesos last said about it, or null
 */
public record Executor(TaskId id, RunId run, String owner, String agentId, String host, Map<String, String> attributes,
		int port, State state, Instant launchedAt, Instant since, @Nullable String reason) {

	/**
	 * Where an executor stands. The names are those that users see.
	 */
	public enum State {

		/** Asked for. */
		LAUNCHING,

		/** Its process runs. */
		RUNNING,

		/** Its agent is out of reach; it may come back. */
		UNREACHABLE,

		/** Asked to end. */
		STOPPING

	}

	Executor with(State state, Instant now, @Nullable String reason) {
		return new Executor(this.id, this.run, this.owner, this.agentId, this.host, this.attributes, this.port, state,
				this.launchedAt, now, reason);
	}

	/** An agent's attribute; {@code hostname} is one too. */
	@Nullable String attribute(String name) {
		return Constraint.isHostname(name) ? this.host : this.attributes.get(name);
	}

}
