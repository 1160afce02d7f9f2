package io.ancho.scheduler.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What an agent offers, in one offer or several together.
 *
 * @param ids the offers' ids
 * @param agentId the agent's id
 * @param host the agent's host name
 * @param attributes the agent's attributes, as text
 * @param resources how much
 * @param ports ports
 */
public record Offer(List<String> ids, String agentId, String host, Map<String, String> attributes, Resources resources,
		Ports ports) {

	/** Offers of one agent taken together: Mesos allows a launch on several. */
	static List<Offer> byAgent(List<Offer> offers) {
		Map<String, Offer> merged = new LinkedHashMap<>();
		offers.forEach((offer) -> merged.merge(offer.agentId(), offer, Offer::plus));
		return List.copyOf(merged.values());
	}

	private Offer plus(Offer other) {
		List<String> both = new ArrayList<>(this.ids);
		both.addAll(other.ids);
		return new Offer(List.copyOf(both), this.agentId, this.host, this.attributes,
				this.resources.plus(other.resources), this.ports.plus(other.ports));
	}

	/** An agent's attribute; {@code hostname} is one too. */
	@Nullable String attribute(String name) {
		return Constraint.isHostname(name) ? this.host : this.attributes.get(name);
	}

}
