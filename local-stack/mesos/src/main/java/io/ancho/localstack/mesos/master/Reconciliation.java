package io.ancho.localstack.mesos.master;

import java.util.Optional;

import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;

import io.ancho.localstack.mesos.agent.Agent;
import io.ancho.localstack.mesos.agent.Task;
import io.ancho.localstack.mesos.agent.TaskKey;

/**
 * RECONCILE, and KILL of a task that does not exist, which is answered alike.
 */
final class Reconciliation {

	private final Agent agent;

	private final AgentID agentId;

	Reconciliation(Agent agent, AgentID agentId) {
		this.agent = agent;
		this.agentId = agentId;
	}

	void reconcile(Framework framework, Call.Reconcile call) {
		if (call.getTasksList().isEmpty()) {
			this.agent.tasks()
				.stream()
				.filter((task) -> task.key().framework().equals(framework.id()))
				.forEach((task) -> send(framework, Statuses.latest(task.status())));
		}
		for (Call.Reconcile.Task task : call.getTasksList()) {
			Optional<AgentID> agent = task.hasAgentId() ? Optional.of(task.getAgentId()) : Optional.empty();
			send(framework, status(framework, task.getTaskId(), agent));
		}
	}

	void kill(Framework framework, Call.Kill kill) {
		TaskKey key = new TaskKey(framework.id(), kill.getTaskId());
		if (this.agent.task(key).isPresent()) {
			this.agent.kill(key);
			return;
		}
		Optional<AgentID> agent = kill.hasAgentId() ? Optional.of(kill.getAgentId()) : Optional.empty();
		send(framework, status(framework, kill.getTaskId(), agent));
	}

	private TaskStatus status(Framework framework, TaskID id, Optional<AgentID> agent) {
		Optional<Task> task = this.agent.task(new TaskKey(framework.id(), id));
		if (task.isPresent()) {
			return Statuses.latest(task.get().status());
		}
		return agent.filter(this.agentId::equals)
			.map((known) -> Statuses.unknownToAgent(framework, id, known))
			.orElseGet(() -> Statuses.unknown(framework, id, agent));
	}

	private static void send(Framework framework, TaskStatus status) {
		framework.sink().ifPresent((sink) -> sink.send(Events.update(status)));
	}

}
