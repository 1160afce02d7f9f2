package io.ancho.run.registry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.ancho.run.execution.RunView;
import io.ancho.run.lifecycle.RunState;
import io.ancho.run.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * Which runs a list is to show.
 *
 * @param state their state, or null for any
 * @param name their name, or null for any
 * @param labels labels that all of them have
 */
record RunFilter(@Nullable RunState state, @Nullable String name, List<Map.Entry<String, String>> labels) {

	/**
	 * Reads a filter.
	 * @param state the name of a state, or null
	 * @param name a run's whole name, or null
	 * @param labels each {@code key:value}
	 * @return the filter
	 */
	static RunFilter of(@Nullable String state, @Nullable String name, List<String> labels) {
		List<Map.Entry<String, String>> wanted = new ArrayList<>();
		for (String label : labels) {
			int colon = label.indexOf(':');
			if (colon < 1) {
				throw ProblemException.invalid("label", "must be key:value, such as study:retirement");
			}
			wanted.add(Map.entry(label.substring(0, colon), label.substring(colon + 1)));
		}
		return new RunFilter((state != null) ? state(state) : null, name, wanted);
	}

	private static RunState state(String state) {
		try {
			return RunState.valueOf(state);
		}
		catch (IllegalArgumentException ex) {
			throw ProblemException.invalid("state", "must be one of "
					+ Arrays.stream(RunState.values()).map(RunState::name).collect(Collectors.joining(", ")));
		}
	}

	boolean mayPass(OwnedRuns.Entry run) {
		return this.labels.stream().allMatch((label) -> label.getValue().equals(run.labels().get(label.getKey())));
	}

	boolean passes(RunView view) {
		return (this.state == null || view.run().state() == this.state)
				&& (this.name == null || view.run().definition().name().equals(this.name));
	}

}
