package io.ancho.localstack.mesos.master;

import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.apache.mesos.v1.Protos.Address;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.URL;

import io.ancho.localstack.mesos.agent.AgentDescription;

/**
 * The offers that are out, and what is left to be offered. Everything free goes in one
 * offer to the framework that has the least.
 */
final class Offers {

	/**
	 * An offer that a framework holds.
	 *
	 * @param offer the offer
	 * @param resources what is in it
	 */
	record Held(Offer offer, Quantities resources) {

		String role() {
			return this.offer.getAllocationInfo().getRole();
		}

	}

	private final String prefix;

	private final URI address;

	private final AgentDescription agent;

	private final Quantities total;

	private final Supplier<Map<FrameworkID, Quantities>> used;

	private final Map<OfferID, Held> held = new LinkedHashMap<>();

	private long next;

	Offers(String prefix, URI address, AgentDescription agent, Quantities total,
			Supplier<Map<FrameworkID, Quantities>> used) {
		this.prefix = prefix;
		this.address = address;
		this.agent = agent;
		this.total = total;
		this.used = used;
	}

	void allocate(List<Framework> frameworks, Instant now) {
		Map<FrameworkID, Quantities> used = this.used.get();
		List<Framework> poorestFirst = frameworks.stream()
			.filter(Framework::connected)
			.sorted(Comparator.comparingLong((f) -> used.getOrDefault(f.id(), Quantities.NONE).thousandths("cpus")))
			.toList();
		for (Framework framework : poorestFirst) {
			Quantities free = free(used);
			if (free.offerable() && framework.wantingRole().isPresent() && !framework.refuses(free, now)) {
				offer(framework, framework.wantingRole().get(), free);
			}
		}
	}

	private Quantities free(Map<FrameworkID, Quantities> used) {
		Quantities free = this.total;
		for (Quantities quantities : used.values()) {
			free = free.minus(quantities);
		}
		for (Held offer : this.held.values()) {
			free = free.minus(offer.resources());
		}
		return free;
	}

	private void offer(Framework framework, String role, Quantities resources) {
		Offer offer = Offer.newBuilder()
			.setId(OfferID.newBuilder().setValue(this.prefix + "-O" + this.next++))
			.setFrameworkId(framework.id())
			.setAgentId(this.agent.id())
			.setHostname(this.agent.hostname())
			.setUrl(url())
			.addAllResources(resources.toResources(role))
			.addAllAttributes(this.agent.attributes())
			.setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole(role))
			.build();
		this.held.put(offer.getId(), new Held(offer, resources));
		framework.sink().ifPresent((sink) -> sink.send(Events.offer(offer)));
	}

	private URL url() {
		return URL.newBuilder()
			.setScheme("http")
			.setPath("/slave(1)")
			.setAddress(Address.newBuilder()
				.setHostname(this.agent.hostname())
				.setIp(this.address.getHost())
				.setPort(this.address.getPort()))
			.build();
	}

	/** Takes an offer out of a framework's hands. */
	Optional<Held> take(Framework framework, OfferID id) {
		Held offer = this.held.get(id);
		if (offer == null || !offer.offer().getFrameworkId().equals(framework.id())) {
			return Optional.empty();
		}
		return Optional.ofNullable(this.held.remove(id));
	}

	/** Takes back all offers of a framework that has gone, without telling it. */
	void withdraw(Framework framework) {
		this.held.values().removeIf((offer) -> offer.offer().getFrameworkId().equals(framework.id()));
	}

	/** Takes back those offers whose role the framework no longer has, and tells it. */
	void rescindForeign(Framework framework, List<String> roles) {
		List<OfferID> foreign = this.held.values()
			.stream()
			.filter((offer) -> offer.offer().getFrameworkId().equals(framework.id()))
			.filter((offer) -> !roles.contains(offer.role()))
			.map((offer) -> offer.offer().getId())
			.toList();
		foreign.forEach((id) -> {
			this.held.remove(id);
			framework.sink().ifPresent((sink) -> sink.send(Events.rescind(id)));
		});
	}

}
