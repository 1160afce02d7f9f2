package io.ancho.localstack.mesos.master;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import org.apache.mesos.v1.Protos.FrameworkID;

/**
 * How much each framework has, in thousandths of a core used or offered.
 */
final class Shares {

	private final Collection<Framework> frameworks;

	private final Map<FrameworkID, Long> cpus = new HashMap<>();

	private Shares(Collection<Framework> frameworks) {
		this.frameworks = frameworks;
	}

	/** The shares of some frameworks, which are not counted if there is only one. */
	static Shares of(Collection<Framework> frameworks, Nodes nodes, Collection<Offers.Held> offers) {
		Shares shares = new Shares(frameworks);
		if (frameworks.size() > 1) {
			offers.forEach((offer) -> shares.add(offer.framework(), offer.resources()));
			for (Node node : nodes.all()) {
				node.activeTasks()
					.forEach((task) -> shares.add(task.key().framework(),
							Quantities.of(task.info().getResourcesList())));
			}
		}
		return shares;
	}

	void add(Framework framework, Quantities resources) {
		add(framework.id(), resources);
	}

	private void add(FrameworkID framework, Quantities resources) {
		this.cpus.merge(framework, resources.thousandths("cpus"), Long::sum);
	}

	Optional<Framework> poorest(Predicate<Framework> which) {
		return this.frameworks.stream()
			.filter(which)
			.min(Comparator.comparingLong((framework) -> this.cpus.getOrDefault(framework.id(), 0L)));
	}

}
