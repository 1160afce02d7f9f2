package io.ancho.localstack.mesos.agent;

import java.time.Instant;

import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StatusUpdatesTests {

	private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");

	private final StatusUpdates updates = new StatusUpdates();

	StatusUpdatesTests() {
		this.updates.add(status(TaskState.TASK_STARTING, "a"));
		this.updates.add(status(TaskState.TASK_RUNNING, "b"));
	}

	@Test
	void unacknowledgedUpdateIsSentAgainAfterTenTwentyAndFortySeconds() {
		for (int second : new int[] { 0, 10, 30, 70 }) {
			assertThat(this.updates.due(NOW.plusSeconds(second)).map(TaskStatus::getState))
				.contains(TaskState.TASK_STARTING);
			assertThat(this.updates.due(NOW.plusSeconds(second).plusSeconds(9))).isEmpty();
		}
	}

	@Test
	void nextUpdateComesAfterTheAcknowledgement() {
		this.updates.due(NOW);
		assertThat(this.updates.acknowledge(ByteString.copyFromUtf8("b"))).isFalse();
		assertThat(this.updates.acknowledge(ByteString.copyFromUtf8("a"))).isTrue();
		assertThat(this.updates.due(NOW).map(TaskStatus::getState)).contains(TaskState.TASK_RUNNING);
		assertThat(this.updates.acknowledge(ByteString.copyFromUtf8("b"))).isTrue();
		assertThat(this.updates.allAcknowledged()).isTrue();
		assertThat(this.updates.latest().getState()).isEqualTo(TaskState.TASK_RUNNING);
	}

	@Test
	void checkpointRestoresWhatIsPendingAndSendsItAtOnce() {
		this.updates.due(NOW);
		StatusUpdates restored = StatusUpdates.restore(this.updates.checkpoint());
		assertThat(restored.latest()).isEqualTo(this.updates.latest());
		assertThat(restored.due(NOW).map(TaskStatus::getState)).contains(TaskState.TASK_STARTING);
	}

	private static TaskStatus status(TaskState state, String uuid) {
		return TaskStatus.newBuilder()
			.setTaskId(TaskID.newBuilder().setValue("t"))
			.setState(state)
			.setUuid(ByteString.copyFromUtf8(uuid))
			.build();
	}

}
