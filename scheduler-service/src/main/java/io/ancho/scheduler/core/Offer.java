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
 * @param reservations the parts of both that are reserved for this framework's role
 */
public record Offer(List<String> ids, String agentId, String host, Map<String, String> attributes, Resources resources,
		Ports ports, List<Reservation> reservations) {

	/**
	 * What an agent offers to any role.
	 * @param ids the offers' ids
	 * @param agentId the agent's id
	 * @param host the agent's host name
	 * @param attributes the agent's attributes, as text
	 * @param resources how much
	 * @param ports ports
	 */
	public Offer(List<String> ids, String agentId, String host, Map<String, String> attributes, Resources resources,
			Ports ports) {
		this(ids, agentId, host, attributes, resources, ports, List.of());
	}

	/** Offers of one agent taken together: Mesos allows a launch on several. */
	static List<Offer> byAgent(List<Offer> offers) {
		Map<String, Offer> merged = new LinkedHashMap<>();
		offers.forEach((offer) -> merged.merge(offer.agentId(), offer, Offer::plus));
		return List.copyOf(merged.values());
	}

	private Offer plus(Offer other) {
		return new Offer(both(this.ids, other.ids), this.agentId, this.host, this.attributes,
				this.resources.plus(other.resources), this.ports.plus(other.ports),
				both(this.reservations, other.reservations));
	}

	private static <T> List<T> both(List<T> one, List<T> other) {
		List<T> both = new ArrayList<>(one);
		both.addAll(other);
		return List.copyOf(both);
	}

	/** An agent's attribute; {@code hostname} is one too. */
	@Nullable String attribute(String name) {
		return Constraint.isHostname(name) ? this.host : this.attributes.get(name);
	}

}
