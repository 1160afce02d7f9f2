package io.ancho.localstack.mesos.master;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;

import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferID;

/**
 * The offers that are out. What is free on an agent goes in one offer to the framework
 * that has the least. Only agents on which something has changed are looked at.
 */
final class Offers {

	/**
	 * An offer that a framework holds.
	 *
	 * @param id its id
	 * @param framework who holds it
	 * @param node whose resources are in it
	 * @param role the role it was made to
	 * @param resources what is in it
	 */
	record Held(OfferID id, FrameworkID framework, Node node, String role, Quantities resources) {
	}

	private record Wakeup(Instant time, Node node) {
	}

	private final String prefix;

	private final URI address;

	private final Frameworks frameworks;

	private final Nodes nodes;

	private final Map<OfferID, Held> held = new LinkedHashMap<>();

	private final Set<Node> changed = new LinkedHashSet<>();

	private final PriorityQueue<Wakeup> wakeups = new PriorityQueue<>(Comparator.comparing(Wakeup::time));

	private long next;

	Offers(String prefix, URI address, Frameworks frameworks, Nodes nodes) {
		this.prefix = prefix;
		this.address = address;
		this.frameworks = frameworks;
		this.nodes = nodes;
	}

	/** Something of an agent's may have become free. */
	void changed(Node node) {
		this.changed.add(node);
	}

	/** Some framework may want what it did not want before. */
	void wanted() {
		this.changed.addAll(this.nodes.all());
	}

	/** Does not offer the like of this agent to a framework until then. */
	void refuse(Framework framework, Node node, Quantities resources, Instant until) {
		framework.refuse(node.id(), resources, until);
		this.wakeups.add(new Wakeup(until, node));
	}

	void allocate(Instant now) {
		while (!this.wakeups.isEmpty() && !this.wakeups.element().time().isAfter(now)) {
			changed(this.wakeups.remove().node());
		}
		Collection<Framework> connected = this.frameworks.connected();
		if (connected.isEmpty() || this.changed.isEmpty()) {
			return;
		}
		Shares shares = Shares.of(connected, this.nodes, this.held.values());
		OfferMessages messages = new OfferMessages(this.address);
		Map<Framework, List<Offer>> offers = new HashMap<>();
		for (Node node : this.changed) {
			Quantities free = node.free();
			if (free.offerable()) {
				shares.poorest((framework) -> wants(framework, node, free, now)).ifPresent((framework) -> {
					offers.computeIfAbsent(framework, (f) -> new ArrayList<>())
						.add(messages.of(offer(framework, node, free)));
					shares.add(framework, free);
				});
			}
		}
		this.changed.clear();
		offers.forEach((framework, made) -> framework.send(Events.offers(made)));
	}

	/**
	 * Agents with GPUs are kept for those who say that they know what to do with them.
	 */
	private static boolean wants(Framework framework, Node node, Quantities free, Instant now) {
		return framework.wantingRole().isPresent() && (node.total().thousandths("gpus") == 0 || framework.usesGpus())
				&& !framework.refuses(node.id(), free, now);
	}

	private Held offer(Framework framework, Node node, Quantities resources) {
		OfferID id = OfferID.newBuilder().setValue(this.prefix + "-O" + this.next++).build();
		String role = framework.wantingRole().orElseThrow();
		Held offer = new Held(id, framework.id(), node, role, resources);
		this.held.put(id, offer);
		node.offers().put(id, offer);
		return offer;
	}

	/** Takes an offer out of a framework's hands. */
	Optional<Held> take(Framework framework, OfferID id) {
		return Optional.ofNullable(this.held.get(id))
			.filter((offer) -> offer.framework().equals(framework.id()))
			.map(this::release);
	}

	private Held release(Held offer) {
		this.held.remove(offer.id());
		offer.node().offers().remove(offer.id());
		changed(offer.node());
		return offer;
	}

	/** Takes back all offers of a framework that has gone, without telling it. */
	void withdraw(Framework framework) {
		of(framework).forEach(this::release);
	}

	/** Takes back those offers whose role the framework no longer has, and tells it. */
	void rescindForeign(Framework framework, List<String> roles) {
		of(framework).stream().filter((offer) -> !roles.contains(offer.role())).forEach(this::rescind);
	}

	/** Takes back all offers of an agent, and tells those who hold them. */
	void rescindAll(Node node) {
		List.copyOf(node.offers().values()).forEach(this::rescind);
	}

	/** Takes back some offers, and tells those who hold them. */
	void rescindIf(Predicate<OfferID> which) {
		this.held.values().stream().filter((offer) -> which.test(offer.id())).toList().forEach(this::rescind);
	}

	private void rescind(Held offer) {
		release(offer);
		this.frameworks.get(offer.framework()).ifPresent((framework) -> framework.send(Events.rescind(offer.id())));
	}

	private List<Held> of(Framework framework) {
		return this.held.values().stream().filter((offer) -> offer.framework().equals(framework.id())).toList();
	}

}
