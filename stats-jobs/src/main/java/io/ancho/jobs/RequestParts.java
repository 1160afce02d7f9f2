package io.ancho.jobs;

import java.util.ArrayList;
import java.util.List;

import io.ancho.events.Output;
import io.ancho.events.Target;
import io.ancho.jobs.summary.Request;

/**
 * A request cut into requests whose summaries fit into memory, each at most some 65,000
 * columns wide. Their documents are parts of the whole one's: what is said of several
 * outputs together, correlations and which of them have histograms, is said of scalars
 * and short vectors, and these all come into the first part.
 *
 * @param parts the requests, of disjoint outputs
 */
record RequestParts(List<Request> parts) {

	/** As wide as the widest vector, and as a thousand vectors of 64 elements. */
	static final int MOST_COLUMNS = 65_536;

	/** Longer vectors have no histograms. */
	private static final int SHORT_VECTOR = 64;

	static RequestParts of(Request request) {
		List<List<Output>> groups = groups(request.outputs());
		List<Request> parts = new ArrayList<>();
		for (int i = 0; i < groups.size(); i++) {
			parts.add(new Request(request.run(), request.keyspace(), request.sequences(), List.copyOf(groups.get(i)),
					targets(request.targets(), groups, i), request.quantiles()));
		}
		return new RequestParts(List.copyOf(parts));
	}

	private static List<List<Output>> groups(List<Output> outputs) {
		if (outputs.stream().mapToLong(Output::width).sum() <= MOST_COLUMNS) {
			return List.of(outputs);
		}
		List<List<Output>> groups = new ArrayList<>();
		List<Output> narrow = outputs.stream().filter((output) -> output.width() <= SHORT_VECTOR).toList();
		if (!narrow.isEmpty()) {
			groups.add(narrow);
		}
		List<Output> group = new ArrayList<>();
		long width = 0;
		for (Output output : outputs.stream().filter((output) -> output.width() > SHORT_VECTOR).toList()) {
			if (!group.isEmpty() && width + output.width() > MOST_COLUMNS) {
				groups.add(group);
				group = new ArrayList<>();
				width = 0;
			}
			group.add(output);
			width += output.width();
		}
		if (!group.isEmpty()) {
			groups.add(group);
		}
		return groups;
	}

	/**
	 * Each target goes where its output is; one of no output goes to the first part,
	 * which refuses it.
	 */
	private static List<Target> targets(List<Target> targets, List<List<Output>> groups, int part) {
		return targets.stream().filter((target) -> home(target, groups) == part).toList();
	}

	private static int home(Target target, List<List<Output>> groups) {
		for (int i = 0; i < groups.size(); i++) {
			if (groups.get(i).stream().anyMatch((output) -> isOf(target, output))) {
				return i;
			}
		}
		return 0;
	}

	private static boolean isOf(Target target, Output output) {
		String name = target.output();
		return (output.length() == null) ? name.equals(output.name()) : name.endsWith("]")
				&& name.lastIndexOf('[') == output.name().length() && name.startsWith(output.name());
	}

}
