package io.ancho.localstack.mesos.faults;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * Updates of tasks that were never launched.
 */
final class UnknownTasks {

	private UnknownTasks() {
	}

	static Event update(String task, Instant now) {
		UUID uuid = UUID.nameUUIDFromBytes(task.getBytes(StandardCharsets.UTF_8));
		ByteBuffer bytes = ByteBuffer.allocate(16)
			.putLong(uuid.getMostSignificantBits())
			.putLong(uuid.getLeastSignificantBits())
			.flip();
		TaskStatus status = TaskStatus.newBuilder()
			.setTaskId(TaskID.newBuilder().setValue(task))
			.setState(TaskState.TASK_RUNNING)
			.setSource(TaskStatus.Source.SOURCE_EXECUTOR)
			.setAgentId(AgentID.newBuilder().setValue("unknown-S0"))
			.setExecutorId(ExecutorID.newBuilder().setValue(task))
			.setTimestamp(now.toEpochMilli() / 1000.0)
			.setUuid(ByteString.copyFrom(bytes))
			.build();
		return Event.newBuilder()
			.setType(Event.Type.UPDATE)
			.setUpdate(Event.Update.newBuilder().setStatus(status))
			.build();
	}

}
