package io.ancho.scheduler.core;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a run's executors are spread over the values of the fields that its constraints
 * name. Kept up to date while executors are launched on one batch of offers.
 */
final class Neighbours {

	/** Of a run without constraints nobody matters. */
	private static final Neighbours NOBODY = new Neighbours(List.of());

	private final Map<Constraint, Map<String, Integer>> counts = new LinkedHashMap<>();

	private Neighbours(List<Constraint> constraints) {
		constraints.forEach((constraint) -> this.counts.put(constraint, new HashMap<>()));
	}

	static Neighbours of(List<Constraint> constraints, Transition transition, RunId run) {
		if (constraints.isEmpty()) {
			return NOBODY;
		}
		Neighbours neighbours = new Neighbours(constraints);
		Fleet fleet = transition.fleet;
		fleet.of(run).executors().values().stream().filter(fleet::counts).forEach(neighbours::add);
		return neighbours;
	}

	void add(Executor executor) {
		this.counts.forEach((constraint, byValue) -> {
			String value = executor.attribute(constraint.field());
			if (value != null) {
				byValue.merge(value, 1, Integer::sum);
			}
		});
	}

	/**
	 * The first constraint that an offer does not meet, in words; empty if it meets all.
	 */
	String unmet(Offer offer) {
		for (Map.Entry<Constraint, Map<String, Integer>> entry : this.counts.entrySet()) {
			if (!entry.getKey().isMetBy(offer, entry.getValue())) {
				return entry.getKey().toString();
			}
		}
		return "";
	}

}
