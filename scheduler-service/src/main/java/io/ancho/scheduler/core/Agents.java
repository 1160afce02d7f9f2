package io.ancho.scheduler.core;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * What is known of the cluster's agents: what they have, from their offers, and which of
 * them keep failing executors. Immutable.
 *
 * @param known the most that each agent was seen to have
 * @param total that of all together
 * @param troubles the agents on which executors failed of late
 */
record Agents(PMap<String, Resources> known, Resources total, PMap<String, AgentTrouble> troubles) {

	static final Agents NONE = new Agents(HashTreePMap.empty(), Resources.NONE, HashTreePMap.empty());

	Agents learn(Offer offer, Resources inUse) {
		Resources before = this.known.getOrDefault(offer.agentId(), Resources.NONE);
		Resources now = before.atLeast(offer.resources().plus(inUse));
		return now.equals(before) ? this
				: new Agents(this.known.plus(offer.agentId(), now), this.total.minus(before).plus(now), this.troubles);
	}

	Agents without(String agentId) {
		Resources gone = this.known.get(agentId);
		return (gone != null)
				? new Agents(this.known.minus(agentId), this.total.minus(gone), this.troubles.minus(agentId)) : this;
	}

	/** Nothing is known of the agents any more but which are to be avoided. */
	Agents forgotten() {
		return new Agents(HashTreePMap.empty(), Resources.NONE, this.troubles);
	}

	boolean hasGpus(String agentId) {
		return this.known.getOrDefault(agentId, Resources.NONE).gpus() > 0;
	}

	/**
	 * Whether agents can be avoided at all: not if that left fewer than half of them.
	 * @param now the time
	 * @return whether at most half of the known agents are in trouble
	 */
	boolean canAvoid(Instant now) {
		long troubled = this.troubles.values().stream().filter((trouble) -> trouble.isAvoided(now)).count();
		return 2 * troubled <= this.known.size();
	}

	/** How an agent failed; of one that did not, nothing. */
	AgentTrouble trouble(String agentId) {
		return this.troubles.getOrDefault(agentId, AgentTrouble.NONE);
	}

	Agents with(String agentId, AgentTrouble trouble) {
		return new Agents(this.known, this.total, this.troubles.plus(agentId, trouble));
	}

	/** When the first of the agents that are left alone now is tried again. */
	Optional<Instant> nextReturn(Instant now) {
		boolean avoiding = canAvoid(now);
		return this.troubles.values()
			.stream()
			.map((trouble) -> trouble.until(avoiding))
			.filter(now::isBefore)
			.min(Instant::compareTo);
	}

	/** Forgets troubles that are over. */
	Agents calmed(Policy.Avoidance policy, Instant now) {
		List<String> over = this.troubles.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().isOver(policy, now))
			.map(Map.Entry::getKey)
			.toList();
		return over.isEmpty() ? this : new Agents(this.known, this.total, this.troubles.minusAll(over));
	}

}
