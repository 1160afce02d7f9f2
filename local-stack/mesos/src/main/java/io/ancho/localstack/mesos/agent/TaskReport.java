package io.ancho.localstack.mesos.agent;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.ContainerID;
import org.apache.mesos.v1.Protos.ContainerStatus;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.NetworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;
import org.apache.mesos.v1.Protos.TaskStatus.Source;
import org.jspecify.annotations.Nullable;

/**
 * What an agent says of a task.
 *
 * @param state the task's state
 * @param source who found out
 * @param reason why it is so, if that is known
 * @param message more of that, for people
 * @param healthy what the health check says, if there is one; only an executor knows
 * @param running what is told besides
 */
record TaskReport(TaskState state, Source source, @Nullable Reason reason, @Nullable String message,
		@Nullable Boolean healthy, Running running) {

	/** The update that carries it, with a uuid of its own. */
	TaskStatus of(TaskKey key, TaskInfo task) {
		TaskStatus.Builder status = TaskStatus.newBuilder()
			.setTaskId(key.task())
			.setState(this.state)
			.setSource(this.source)
			.setAgentId(task.getAgentId())
			.setExecutorId(ExecutorID.newBuilder().setValue(key.task().getValue()))
			.setTimestamp(System.currentTimeMillis() / 1000.0)
			.setUuid(bytes(UUID.randomUUID()));
		if (this.source == Source.SOURCE_EXECUTOR) {
			status.setContainerStatus(container(key));
			if (!this.running.data().isEmpty()) {
				status.setData(this.running.data());
			}
			Optional.ofNullable(this.healthy).ifPresent(status::setHealthy);
		}
		Optional.ofNullable(this.reason).ifPresent(status::setReason);
		Optional.ofNullable(this.message).ifPresent(status::setMessage);
		return status.build();
	}

	private ContainerStatus container(TaskKey key) {
		return ContainerStatus.newBuilder()
			.setContainerId(ContainerID.newBuilder().setValue(key.containerId()))
			.addNetworkInfos(NetworkInfo.newBuilder()
				.addIpAddresses(NetworkInfo.IPAddress.newBuilder()
					.setProtocol(NetworkInfo.Protocol.IPv4)
					.setIpAddress(this.running.address())))
			.build();
	}

	private static ByteString bytes(UUID uuid) {
		ByteBuffer bytes = ByteBuffer.allocate(16)
			.putLong(uuid.getMostSignificantBits())
			.putLong(uuid.getLeastSignificantBits())
			.flip();
		return ByteString.copyFrom(bytes);
	}

}
