package io.ancho.scheduler.core;

import java.time.Instant;
import java.util.List;

/**
 * An executor that failed before it can have been of use.
 *
 * @param executor the executor
 * @param host the host it was launched on
 * @param state Mesos's name of its end, without {@code TASK_}
 * @param cause why
 * @param at when it was told
 * @param log the end of what it wrote, as the agent gave it; empty if nothing is known of
 * it
 */
public record LaunchFailure(TaskId executor, String host, String state, Cause cause, Instant at, List<String> log) {

	LaunchFailure withLog(List<String> log) {
		return new LaunchFailure(this.executor, this.host, this.state, this.cause, this.at, List.copyOf(log));
	}

	/** What happened and where: a clause. */
	String text() {
		String said = this.cause.message().isEmpty() ? "it ended" : this.cause.message();
		String why = this.cause.reason().isEmpty() ? "" : ", REASON_" + this.cause.reason();
		String advice = this.cause.advice().isEmpty() ? "" : "; " + this.cause.advice();
		return "on " + this.host + ": " + said + " (TASK_" + this.state + why + ")" + advice + lastWords();
	}

	private String lastWords() {
		return this.log.isEmpty() ? "" : "; its log ends: " + this.log.get(this.log.size() - 1).strip();
	}

}
