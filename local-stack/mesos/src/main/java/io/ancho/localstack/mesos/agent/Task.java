package io.ancho.localstack.mesos.agent;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;
import org.apache.mesos.v1.Protos.TaskStatus.Source;
import org.jspecify.annotations.Nullable;

/**
 * A task from its launch until its last update has been acknowledged.
 */
public final class Task {

	private static final Set<TaskState> FINAL = Set.of(TaskState.TASK_FINISHED, TaskState.TASK_FAILED,
			TaskState.TASK_KILLED, TaskState.TASK_DROPPED, TaskState.TASK_LOST);

	/** What an agent waits between SIGTERM and SIGKILL if the task does not say. */
	private static final Duration GRACE = Duration.ofSeconds(3);

	private final FrameworkInfo framework;

	private final TaskInfo info;

	private final TaskFolder folder;

	private final @Nullable TaskProcess process;

	private final StatusUpdates updates;

	private @Nullable Instant terminatedAt;

	private boolean forced;

	Task(FrameworkInfo framework, TaskInfo info, TaskFolder folder, @Nullable TaskProcess process,
			StatusUpdates updates) {
		this.framework = framework;
		this.info = info;
		this.folder = folder;
		this.process = process;
		this.updates = updates;
	}

	public TaskKey key() {
		return new TaskKey(this.framework.getId(), this.info.getTaskId());
	}

	public FrameworkInfo framework() {
		return this.framework;
	}

	public TaskInfo info() {
		return this.info;
	}

	/**
	 * The latest status, acknowledged or not.
	 * @return a status
	 */
	public TaskStatus status() {
		return this.updates.latest();
	}

	/**
	 * Whether the task has ended and its resources are free.
	 * @return whether its latest state is final
	 */
	public boolean isOver() {
		return FINAL.contains(status().getState());
	}

	StatusUpdates updates() {
		return this.updates;
	}

	void report(TaskState state, Source source, @Nullable Reason reason, @Nullable String message) {
		TaskStatus.Builder status = TaskStatus.newBuilder()
			.setTaskId(this.info.getTaskId())
			.setState(state)
			.setSource(source)
			.setAgentId(this.info.getAgentId())
			.setExecutorId(ExecutorID.newBuilder().setValue(this.info.getTaskId().getValue()))
			.setTimestamp(System.currentTimeMillis() / 1000.0)
			.setUuid(randomUuid());
		Optional.ofNullable(reason).ifPresent(status::setReason);
		Optional.ofNullable(message).ifPresent(status::setMessage);
		this.updates.add(status.build());
		this.folder.saveUpdates(this.updates.checkpoint());
	}

	void kill() {
		if (isOver() || this.folder.killed()) {
			return;
		}
		this.folder.markKilled();
		if (this.framework.getCapabilitiesList()
			.stream()
			.anyMatch((c) -> c.getType() == FrameworkInfo.Capability.Type.TASK_KILLING_STATE)) {
			report(TaskState.TASK_KILLING, Source.SOURCE_EXECUTOR, null, null);
		}
	}

	/** Sends the signals that are due and notices the command's end. */
	void tick(Instant now) {
		if (isOver() || this.process == null) {
			return;
		}
		// Asked before the exit status, which is written while the wrapper lives.
		boolean attended = this.process.attended();
		OptionalInt status = this.process.exitStatus();
		if (status.isPresent()) {
			ended(status.getAsInt());
		}
		else if (!attended) {
			this.process.signal("KILL");
			report(TaskState.TASK_FAILED, Source.SOURCE_AGENT, Reason.REASON_EXECUTOR_TERMINATED,
					"Executor terminated");
		}
		else if (this.folder.killed()) {
			terminate(this.process, now);
		}
	}

	private void terminate(TaskProcess process, Instant now) {
		if (this.terminatedAt == null) {
			this.terminatedAt = process.signal("TERM") ? now : null;
		}
		else if (!this.forced && !now.isBefore(this.terminatedAt.plus(grace()))) {
			this.forced = process.signal("KILL");
		}
	}

	private void ended(int status) {
		TaskState state = this.folder.killed() ? TaskState.TASK_KILLED
				: (status == 0) ? TaskState.TASK_FINISHED : TaskState.TASK_FAILED;
		report(state, Source.SOURCE_EXECUTOR, null, ExitMessages.of(status));
	}

	private Duration grace() {
		return this.info.getKillPolicy().hasGracePeriod()
				? Duration.ofNanos(this.info.getKillPolicy().getGracePeriod().getNanoseconds()) : GRACE;
	}

	boolean acknowledge(ByteString uuid) {
		boolean expected = this.updates.acknowledge(uuid);
		if (expected) {
			this.folder.saveUpdates(this.updates.checkpoint());
		}
		return expected;
	}

	void retire(Path archive) {
		this.folder.retire(archive);
	}

	private static ByteString randomUuid() {
		UUID uuid = UUID.randomUUID();
		ByteBuffer bytes = ByteBuffer.allocate(16)
			.putLong(uuid.getMostSignificantBits())
			.putLong(uuid.getLeastSignificantBits())
			.flip();
		return ByteString.copyFrom(bytes);
	}

}
