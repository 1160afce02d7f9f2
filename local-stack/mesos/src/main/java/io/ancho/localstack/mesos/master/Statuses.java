package io.ancho.localstack.mesos.master;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;
import org.apache.mesos.v1.Protos.TaskStatus.Source;
import org.apache.mesos.v1.Protos.TimeInfo;

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
			.clearData()
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

	/** The agent stayed away for longer than the ping timeout. */
	static TaskStatus unreachable(Framework framework, TaskInfo task, Instant since) {
		return status(task.getTaskId(), Optional.of(task.getAgentId()), modern(framework, TaskState.TASK_UNREACHABLE),
				Reason.REASON_AGENT_REMOVED, "health check timed out")
			.toBuilder()
			.setUnreachableTime(time(since))
			.build();
	}

	static TaskStatus stillUnreachable(Framework framework, TaskID task, AgentID agent, Instant since) {
		return status(task, Optional.of(agent), modern(framework, TaskState.TASK_UNREACHABLE),
				Reason.REASON_RECONCILIATION, "Reconciliation: Task is unreachable")
			.toBuilder()
			.setUnreachableTime(time(since))
			.build();
	}

	/** An agent has come back that was taken to be unreachable. */
	static TaskStatus reregistered(TaskStatus known) {
		return latest(known).toBuilder()
			.setReason(Reason.REASON_AGENT_REREGISTERED)
			.setMessage("Unreachable agent re-reregistered")
			.build();
	}

	/** The agent has said good-bye: lost, even to those who are PARTITION_AWARE. */
	static TaskStatus unregistered(TaskInfo task, String hostname) {
		return status(task.getTaskId(), Optional.of(task.getAgentId()), TaskState.TASK_LOST,
				Reason.REASON_AGENT_REMOVED, "Agent " + hostname + " removed: the agent unregistered");
	}

	/** The agent's process has died, and with it what was not checkpointed. */
	static TaskStatus disconnected(TaskInfo task, String hostname) {
		return status(task.getTaskId(), Optional.of(task.getAgentId()), TaskState.TASK_LOST,
				Reason.REASON_AGENT_DISCONNECTED, "Agent " + hostname + " disconnected");
	}

	static TaskStatus goneByOperator(Framework framework, TaskInfo task) {
		return status(task.getTaskId(), Optional.of(task.getAgentId()),
				modern(framework, TaskState.TASK_GONE_BY_OPERATOR), Reason.REASON_AGENT_REMOVED_BY_OPERATOR,
				"Agent has been marked gone");
	}

	static TaskStatus stillGone(Framework framework, TaskID task, AgentID agent) {
		return status(task, Optional.of(agent), modern(framework, TaskState.TASK_GONE_BY_OPERATOR),
				Reason.REASON_RECONCILIATION, "Reconciliation: Task is gone");
	}

	private static TimeInfo time(Instant time) {
		return TimeInfo.newBuilder()
			.setNanoseconds(TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano())
			.build();
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
