package io.ancho.localstack.mesos.master;

import java.net.URI;

import org.apache.mesos.v1.Protos.Address;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.URL;

import io.ancho.localstack.mesos.agent.AgentDescription;

/**
 * An offer as it is told to a framework.
 */
final class OfferMessage {

	private OfferMessage() {
	}

	static Offer of(Offers.Held offer, URI address) {
		AgentDescription agent = offer.node().agent().description();
		return Offer.newBuilder()
			.setId(offer.id())
			.setFrameworkId(offer.framework())
			.setAgentId(agent.id())
			.setHostname(agent.hostname())
			.setUrl(url(agent, address))
			.addAllResources(offer.resources().toResources(offer.role()))
			.addAllAttributes(agent.attributes())
			.setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole(offer.role()))
			.build();
	}

	private static URL url(AgentDescription agent, URI address) {
		return URL.newBuilder()
			.setScheme("http")
			.setPath("/slave(1)")
			.setAddress(Address.newBuilder()
				.setHostname(agent.hostname())
				.setIp(address.getHost())
				.setPort(address.getPort()))
			.build();
	}

}
