package io.ancho.localstack.mesos.master;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.Resource;

import io.ancho.localstack.mesos.agent.Agent;
import io.ancho.localstack.mesos.agent.TaskKey;

/**
 * The agents, and where each task is.
 */
final class Nodes {

	private final Map<AgentID, Node> byId = new LinkedHashMap<>();

	private final Map<TaskKey, Node> byTask = new HashMap<>();

	Nodes(Collection<Agent> agents, Instant now) {
		Map<List<Resource>, Quantities> totals = new IdentityHashMap<>();
		for (Agent agent : agents) {
			Quantities total = totals.computeIfAbsent(agent.description().resources(), Quantities::of);
			this.byId.put(agent.id(), new Node(agent, total, now));
		}
	}

	Collection<Node> all() {
		return this.byId.values();
	}

	Optional<Node> get(AgentID id) {
		return Optional.ofNullable(this.byId.get(id));
	}

	/** The agent that has a task, unless the task was over and is forgotten. */
	Optional<Node> of(TaskKey task) {
		return Optional.ofNullable(this.byTask.get(task)).filter((node) -> node.agent().task(task).isPresent());
	}

	void placed(TaskKey task, Node node) {
		this.byTask.put(task, node);
	}

	/** Forgets where a task was if its agent has forgotten it. */
	void tidy(TaskKey task) {
		if (of(task).isEmpty()) {
			this.byTask.remove(task);
		}
	}

	/** Whether an agent from before the master's restart is not back yet. */
	boolean recovering() {
		return this.byId.values().stream().anyMatch((node) -> node.state() == Node.State.RECOVERED);
	}

}
