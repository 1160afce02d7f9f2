package io.ancho.localstack.mesos.master;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.OfferID;

import io.ancho.localstack.mesos.agent.Agent;
import io.ancho.localstack.mesos.agent.Task;

/**
 * An agent as the master sees it.
 */
final class Node {

	/** What an agent is to the master. */
	enum State {

		/** Known from before the master's restart, not yet back. */
		RECOVERED,

		/** In service. */
		REGISTERED,

		/** Its connection has broken; it has until the ping timeout to come back. */
		DISCONNECTED,

		/** It hears and says nothing, which the master has not noticed yet. */
		PARTITIONED,

		/** It stayed away for longer than the ping timeout. */
		UNREACHABLE,

		/** It has said good-bye. */
		UNREGISTERED,

		/** An operator said that it never comes back. */
		GONE

	}

	private final Agent agent;

	private final Quantities total;

	private final Map<OfferID, Offers.Held> offers = new LinkedHashMap<>(2);

	private State state = State.RECOVERED;

	private Instant since;

	Node(Agent agent, Quantities total, Instant now) {
		this.agent = agent;
		this.total = total;
		this.since = now;
	}

	Agent agent() {
		return this.agent;
	}

	AgentID id() {
		return this.agent.id();
	}

	Quantities total() {
		return this.total;
	}

	State state() {
		return this.state;
	}

	/** When it got into its state. */
	Instant since() {
		return this.since;
	}

	void become(State state, Instant now) {
		this.state = state;
		this.since = now;
	}

	/** Whether the master takes its tasks to be there. */
	boolean known() {
		return this.state == State.REGISTERED || this.state == State.DISCONNECTED || this.state == State.PARTITIONED;
	}

	Stream<Task> activeTasks() {
		return this.agent.tasks().stream().filter((task) -> !task.isOver());
	}

	/** The offers of it that frameworks hold. */
	Map<OfferID, Offers.Held> offers() {
		return this.offers;
	}

	/** What is neither used nor offered. */
	Quantities free() {
		if (this.state != State.REGISTERED) {
			return Quantities.NONE;
		}
		if (this.offers.isEmpty() && this.agent.tasks().isEmpty()) {
			return this.total;
		}
		Quantities used = Stream
			.concat(activeTasks().map((task) -> Quantities.of(task.info().getResourcesList())),
					this.offers.values().stream().map(Offers.Held::resources))
			.reduce(Quantities.NONE, Quantities::plus);
		return this.total.minus(used);
	}

}
