package io.ancho.run.execution;

import io.ancho.events.ExecutorsChanged;
import io.ancho.run.lifecycle.RunState;
import org.jspecify.annotations.Nullable;

/**
 * A run's executors, and what the run waits for because of them.
 *
 * @param executors the latest report, or null before the first
 * @param reason what is being waited for, for a person, or null
 */
record Waiting(@Nullable ExecutorsChanged executors, @Nullable String reason) {

	private static final String PREPARING = "an executor is preparing the model's environment";

	Waiting(@Nullable ExecutorsChanged executors) {
		this(executors, (executors != null) ? executors.waiting() : null);
	}

	boolean isNews(ExecutorsChanged report) {
		return this.executors == null || !report.at().isBefore(this.executors.at());
	}

	/**
	 * A report has come. While chunks come in, executors that are still missing are no
	 * reason to wait.
	 */
	Waiting with(ExecutorsChanged report, RunState state) {
		boolean moving = state != RunState.SUBMITTED && someRun(report);
		return new Waiting(report, moving ? null : report.waiting());
	}

	Waiting preparing() {
		return new Waiting(this.executors, PREPARING);
	}

	Waiting impeded(String message) {
		return new Waiting(this.executors, "it is tried again shortly, after this: " + Reasons.firstLine(message));
	}

	Waiting refused(String reason) {
		return new Waiting(this.executors, reason);
	}

	Waiting over() {
		return new Waiting(this.executors, null);
	}

	/**
	 * Whether there is anybody who could execute a chunk.
	 * @param dedicated whether the run has executors of its own
	 * @return false while none of its own runs
	 */
	boolean canExecute(boolean dedicated) {
		return !dedicated || (this.executors != null && someRun(this.executors));
	}

	/** How many of the run's executors run. */
	int running() {
		return (this.executors != null) ? running(this.executors) : 0;
	}

	private static boolean someRun(ExecutorsChanged report) {
		return running(report) > 0;
	}

	private static int running(ExecutorsChanged report) {
		return (int) report.executors().stream().filter((executor) -> "RUNNING".equals(executor.state())).count();
	}

}
