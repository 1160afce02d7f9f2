package io.ancho.localstack.mesos.master;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.mesos.v1.Protos.Address;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.URL;

import io.ancho.localstack.mesos.agent.AgentDescription;

/**
 * Offers as they are told to frameworks. Those of one round share what is alike in them.
 */
final class OfferMessages {

	private record Kind(Quantities resources, String role) {
	}

	private final Map<Kind, List<Resource>> resources = new HashMap<>();

	private final URI address;

	OfferMessages(URI address) {
		this.address = address;
	}

	Offer of(Offers.Held offer) {
		AgentDescription agent = offer.node().agent().description();
		return Offer.newBuilder()
			.setId(offer.id())
			.setFrameworkId(offer.framework())
			.setAgentId(agent.id())
			.setHostname(agent.hostname())
			.setUrl(url(agent))
			.addAllResources(this.resources.computeIfAbsent(new Kind(offer.resources(), offer.role()),
					(kind) -> kind.resources().toResources(kind.role())))
			.addAllAttributes(agent.attributes())
			.setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole(offer.role()))
			.build();
	}

	private URL url(AgentDescription agent) {
		return URL.newBuilder()
			.setScheme("http")
			.setPath("/slave(1)")
			.setAddress(Address.newBuilder()
				.setHostname(agent.hostname())
				.setIp(this.address.getHost())
				.setPort(this.address.getPort()))
			.build();
	}

}
