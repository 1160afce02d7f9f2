package io.ancho.localstack.mesos.agent;

import java.util.Optional;

import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;
import org.apache.mesos.v1.Protos.TaskStatus.Source;

/**
 * Why an agent does not start a task: the update that it sends in place of TASK_STARTING.
 *
 * @param state the update's state
 * @param reason its reason
 * @param message its message
 */
record Refusal(TaskState state, Reason reason, String message) {

	/** That no part of an agent can run a task for Docker. */
	static final Refusal NO_DOCKER = new Refusal(TaskState.TASK_FAILED, Reason.REASON_CONTAINER_LAUNCH_FAILED,
			"None of the enabled containerizers (mesos) could create a container for the provided TaskInfo/ExecutorInfo message");

	/** That somebody asked for the end of a task before it could start. */
	static final Refusal KILLED = new Refusal(TaskState.TASK_KILLED, Reason.REASON_TASK_KILLED_DURING_LAUNCH,
			"Killed before delivered to the executor");

	/** What an agent without an image provisioner and with no such users refuses. */
	static Optional<Refusal> of(TaskInfo info) {
		CommandInfo command = info.getCommand();
		if (command.hasUser() && !Users.exists(command.getUser())) {
			String user = command.getUser();
			return Optional.of(new Refusal(TaskState.TASK_DROPPED, Reason.REASON_EXECUTOR_TERMINATED,
					"Failed to create executor directory '" + info.getAgentId().getValue() + "/executors/"
							+ info.getTaskId().getValue() + "': Failed to chown directory to '" + user
							+ "': No such user '" + user + "'"));
		}
		return info.getContainer().getMesos().hasImage()
				? Optional.of(launchFailed("Unsupported container image type: DOCKER")) : Optional.empty();
	}

	/** What an agent refuses that can neither run Docker nor fetch anything. */
	static Optional<Refusal> ofEmulated(TaskInfo info) {
		return of(info).or(() -> {
			if (info.hasContainer() && info.getContainer().getType() == ContainerInfo.Type.DOCKER) {
				return Optional.of(NO_DOCKER);
			}
			return info.getCommand().getUrisList().isEmpty() ? Optional.empty()
					: Optional.of(launchFailed("Failed to fetch all URIs for container '" + info.getTaskId().getValue()
							+ "': exited with status 1"));
		});
	}

	static Refusal launchFailed(String message) {
		return new Refusal(TaskState.TASK_FAILED, Reason.REASON_CONTAINER_LAUNCH_FAILED,
				"Failed to launch container: " + message);
	}

	/** Says that a task never came. */
	static void reportMissed(Task task) {
		boolean modern = task.framework()
			.getCapabilitiesList()
			.stream()
			.anyMatch((c) -> c.getType() == FrameworkInfo.Capability.Type.PARTITION_AWARE);
		new Refusal(modern ? TaskState.TASK_DROPPED : TaskState.TASK_LOST, Reason.REASON_RECONCILIATION,
				"Reconciliation: task unknown to the agent")
			.report(task);
	}

	void report(Task task) {
		task.report(this.state, Source.SOURCE_AGENT, this.reason, this.message);
	}

}
