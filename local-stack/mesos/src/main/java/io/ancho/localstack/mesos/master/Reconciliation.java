package io.ancho.localstack.mesos.master;

import java.time.Instant;
import java.util.Optional;

import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;

import io.ancho.localstack.mesos.agent.TaskKey;

/**
 * RECONCILE, and KILL of a task that cannot be killed, which is answered alike. As long
 * as agents from before the master's restart are away, what they may know is not
 * answered.
 */
final class Reconciliation {

	private final Nodes nodes;

	Reconciliation(Nodes nodes) {
		this.nodes = nodes;
	}

	void reconcile(Framework framework, Call.Reconcile call) {
		if (call.getTasksList().isEmpty()) {
			this.nodes.all()
				.stream()
				.filter(Node::known)
				.flatMap((node) -> node.agent().tasks().stream())
				.filter((task) -> task.key().framework().equals(framework.id()))
				.forEach((task) -> framework.send(Events.update(Statuses.latest(task.status()))));
		}
		for (Call.Reconcile.Task task : call.getTasksList()) {
			Optional<AgentID> agent = task.hasAgentId() ? Optional.of(task.getAgentId()) : Optional.empty();
			answer(framework, task.getTaskId(), agent);
		}
	}

	void kill(Framework framework, Call.Kill kill) {
		TaskKey key = new TaskKey(framework.id(), kill.getTaskId());
		Optional<Node> node = this.nodes.of(key).filter(Node::known);
		if (node.isPresent()) {
			node.filter((n) -> n.state() == Node.State.REGISTERED).ifPresent((n) -> n.agent().kill(key));
			return;
		}
		answer(framework, kill.getTaskId(), kill.hasAgentId() ? Optional.of(kill.getAgentId()) : Optional.empty());
	}

	private void answer(Framework framework, TaskID id, Optional<AgentID> agent) {
		TaskKey key = new TaskKey(framework.id(), id);
		Optional<Node> node = this.nodes.of(key);
		Optional<TaskStatus> status = node.isPresent() ? knownTask(framework, node.get(), key)
				: unknownTask(framework, id, agent);
		status.ifPresent((answer) -> framework.send(Events.update(answer)));
	}

	private static Optional<TaskStatus> knownTask(Framework framework, Node node, TaskKey key) {
		return node.known() ? node.agent().task(key).map((task) -> Statuses.latest(task.status()))
				: Optional.of(Statuses.stillUnreachable(framework, key.task(), node.id(), node.since()));
	}

	private Optional<TaskStatus> unknownTask(Framework framework, TaskID id, Optional<AgentID> agent) {
		if (agent.isEmpty()) {
			return this.nodes.recovering() ? Optional.empty() : Optional.of(Statuses.unknown(framework, id, agent));
		}
		Optional<Node> node = this.nodes.get(agent.get());
		if (node.isEmpty()) {
			return Optional.of(Statuses.unknown(framework, id, agent));
		}
		Instant since = node.get().since();
		return switch (node.get().state()) {
			case RECOVERED -> Optional.empty();
			case REGISTERED, DISCONNECTED, PARTITIONED ->
				Optional.of(Statuses.unknownToAgent(framework, id, agent.get()));
			case UNREACHABLE -> Optional.of(Statuses.stillUnreachable(framework, id, agent.get(), since));
			case UNREGISTERED -> Optional.of(Statuses.unknown(framework, id, agent));
			case GONE -> Optional.of(Statuses.stillGone(framework, id, agent.get()));
		};
	}

}
