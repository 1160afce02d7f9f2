package io.ancho.run.admission;

import java.util.Collection;
import java.util.List;

import io.ancho.events.ExecutorSpec;
import io.ancho.run.lifecycle.Run;
import org.jspecify.annotations.Nullable;

/**
 * What runs take that are not over. All of it is counted from the submission on.
 *
 * @param runs how many
 * @param values sequences, each times its output values
 * @param executors of dedicated runs
 */
record Usage(int runs, double values, int executors) {

	/** Of runs whose sequences are in, the results are stored; they take nothing else. */
	static Usage of(Collection<Run> runs) {
		List<Run> executing = runs.stream().filter((run) -> run.state().isExecuting()).toList();
		return new Usage(runs.size(), executing.stream().mapToDouble(Run::values).sum(),
				executing.stream().mapToInt((run) -> executors(run.definition().executors())).sum());
	}

	static int executors(@Nullable ExecutorSpec asked) {
		return (asked != null) ? asked.count() : 0;
	}

	double bytes() {
		return this.values * Double.BYTES;
	}

}
