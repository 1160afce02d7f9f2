package io.ancho.localstack.mesos.master;

import java.util.Optional;

import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;
import org.apache.mesos.v1.Protos.TaskStatus.Source;

/**
 * The updates that the master makes by itself. They have no uuid: nobody acknowledges
 * them. A framework that is not PARTITION_AWARE hears TASK_LOST instead of the newer
 * states.
 */
final class Statuses {

	private Statuses() {
	}

	static TaskStatus dropped(Framework framework, TaskID task, AgentID agent, String message) {
		return status(task, Optional.of(agent), modern(framework, TaskState.TASK_DROPPED), Reason.REASON_INVALID_OFFERS,
				message);
	}

	static TaskStatus invalid(TaskID task, AgentID agent, String message) {
		return status(task, Optional.of(agent), TaskState.TASK_ERROR, Reason.REASON_TASK_INVALID, message);
	}

	static TaskStatus latest(TaskStatus known) {
		return TaskStatus.newBuilder(known)
			.clearUuid()
			.clearExecutorId()
			.setSource(Source.SOURCE_MASTER)
			.setReason(Reason.REASON_RECONCILIATION)
			.setMessage("Reconciliation: Latest task state")
			.setTimestamp(System.currentTimeMillis() / 1000.0)
			.build();
	}

	static TaskStatus unknownToAgent(Framework framework, TaskID task, AgentID agent) {
		return status(task, Optional.of(agent), modern(framework, TaskState.TASK_GONE), Reason.REASON_RECONCILIATION,
				"Reconciliation: Task is unknown to the agent");
	}

	static TaskStatus unknown(Framework framework, TaskID task, Optional<AgentID> agent) {
		return status(task, agent, modern(framework, TaskState.TASK_UNKNOWN), Reason.REASON_RECONCILIATION,
				"Reconciliation: Task is unknown");
	}

	private static TaskState modern(Framework framework, TaskState state) {
		return framework.has(FrameworkInfo.Capability.Type.PARTITION_AWARE) ? state : TaskState.TASK_LOST;
	}

	private static TaskStatus status(TaskID task, Optional<AgentID> agent, TaskState state, Reason reason,
			String message) {
		TaskStatus.Builder status = TaskStatus.newBuilder()
			.setTaskId(task)
			.setState(state)
			.setMessage(message)
			.setSource(Source.SOURCE_MASTER)
			.setReason(reason)
			.setTimestamp(System.currentTimeMillis() / 1000.0);
		agent.ifPresent(status::setAgentId);
		return status.build();
	}

}
