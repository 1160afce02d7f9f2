package io.ancho.run.execution;

import io.ancho.events.ExecutorsChanged;
import io.ancho.run.lifecycle.Run;
import io.ancho.run.lifecycle.StoredRun;
import io.ancho.run.planning.LiveStatistics;
import io.ancho.run.planning.Progress;
import org.jspecify.annotations.Nullable;

/**
 * All there is to see of a run at one moment.
 *
 * @param run the run
 * @param progress how far it is
 * @param statistics its live statistics, or null
 * @param executors its executors, or null
 * @param waiting what is being waited for, or null
 */
public record RunView(Run run, Progress progress, @Nullable LiveStatistics statistics,
		@Nullable ExecutorsChanged executors, @Nullable String waiting) {

	static RunView of(StoredRun stored) {
		return new RunView(stored.run(), stored.snapshot().progress().still(), stored.snapshot().statistics(), null,
				null);
	}

	/**
	 * Why the run is in its state.
	 * @return why it failed or what it waits for, or null
	 */
	public @Nullable String reason() {
		return (this.run.reason() != null) ? this.run.reason() : this.waiting;
	}

}
