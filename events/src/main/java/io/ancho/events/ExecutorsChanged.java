package io.ancho.events;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The executors of a run as they are now: each event replaces the one before.
 *
 * @param run the run's id
 * @param wanted how many the run should have
 * @param executors those there are, ended ones left out
 * @param waiting what is being waited for, for a person, or null if nothing is
 * @param at when it was so
 * @param trouble why its latest executors failed, until one stays; null if none has
 */
public record ExecutorsChanged(String run, int wanted, List<Executor> executors, @Nullable String waiting, Instant at,
		@Nullable Trouble trouble) {

	/**
	 * Executors of which none has failed.
	 * @param run the run's id
	 * @param wanted how many the run should have
	 * @param executors those there are
	 * @param waiting what is being waited for, or null
	 * @param at when it was so
	 */
	public ExecutorsChanged(String run, int wanted, List<Executor> executors, @Nullable String waiting, Instant at) {
		this(run, wanted, executors, waiting, at, null);
	}

	/**
	 * Why executors fail before they are of use.
	 *
	 * @param executor the Mesos task id of the latest that failed
	 * @param agent the host that it was launched on
	 * @param state Mesos's state of its end
	 * @param reason Mesos's reason, or null if it gave none
	 * @param message what Mesos said
	 * @param advice what the run's owner or an operator can change, or null
	 * @param log the last lines of what it wrote; empty if they are not known
	 * @param at when it failed
	 * @param attempts how many attempts failed in a row
	 * @param since when the first of those failed
	 * @param nextAttempt when the next is due, or null if it waits for something else
	 * @param givenUp whether it is the run's fault, and has been for too long
	 */
	public record Trouble(String executor, String agent, String state, @Nullable String reason, String message,
			@Nullable String advice, List<String> log, Instant at, int attempts, Instant since,
			@Nullable Instant nextAttempt, boolean givenUp) {

	}

	/**
	 * One executor.
	 *
	 * @param id the Mesos task id
	 * @param agent the host it runs on
	 * @param state {@code LAUNCHING}, {@code RUNNING}, {@code UNREACHABLE} or
	 * {@code STOPPING}
	 */
	public record Executor(String id, String agent, String state) {
	}

}
