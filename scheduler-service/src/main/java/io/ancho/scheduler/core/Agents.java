package io.ancho.scheduler.core;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

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
record Agents(PMap<String, Resources> known, Resources total, PMap<String, Trouble> troubles) {

	static final Agents NONE = new Agents(HashTreePMap.empty(), Resources.NONE, HashTreePMap.empty());

	/**
	 * How an agent failed.
	 *
	 * @param failures when executors failed on it
	 * @param avoidedUntil until when it is avoided
	 */
	record Trouble(List<Instant> failures, Instant avoidedUntil) {

		static final Trouble NONE = new Trouble(List.of(), Instant.EPOCH);

	}

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
		long troubled = this.troubles.keySet().stream().filter((agent) -> isTroubled(agent, now)).count();
		return 2 * troubled <= this.known.size();
	}

	boolean isTroubled(String agentId, Instant now) {
		Trouble trouble = this.troubles.get(agentId);
		return trouble != null && now.isBefore(trouble.avoidedUntil());
	}

	/**
	 * An executor failed on an agent.
	 * @param agentId the agent
	 * @param weight how many failures it counts for
	 * @param policy when an agent is avoided
	 * @param now the time
	 * @return what is known then
	 */
	Agents failed(String agentId, int weight, Policy.Avoidance policy, Instant now) {
		Trouble before = this.troubles.getOrDefault(agentId, Trouble.NONE);
		List<Instant> failures = Stream
			.concat(before.failures().stream().filter((at) -> now.isBefore(at.plus(policy.within()))),
					Stream.generate(() -> now).limit(weight))
			.toList();
		Trouble after = (failures.size() >= policy.failures()) ? new Trouble(List.of(), now.plus(policy.time()))
				: new Trouble(failures, before.avoidedUntil());
		return new Agents(this.known, this.total, this.troubles.plus(agentId, after));
	}

	/** Forgets troubles that are over. */
	Agents calmed(Policy.Avoidance policy, Instant now) {
		List<String> over = this.troubles.entrySet()
			.stream()
			.filter((entry) -> !now.isBefore(entry.getValue().avoidedUntil()))
			.filter((entry) -> entry.getValue()
				.failures()
				.stream()
				.noneMatch((at) -> now.isBefore(at.plus(policy.within()))))
			.map((entry) -> entry.getKey())
			.toList();
		return over.isEmpty() ? this : new Agents(this.known, this.total, this.troubles.minusAll(over));
	}

}
