package io.ancho.localstack.mesos.agent;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import org.apache.mesos.protobuf.ByteString;
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

	private final FrameworkInfo framework;

	private final TaskInfo info;

	private final Checkpoint checkpoint;

	private final Container container;

	private final StatusUpdates updates;

	private final Termination termination;

	private final List<Watch> watches = new ArrayList<>(0);

	/** What is left to do before the start; none when it has been started. */
	private @Nullable Preparation preparation;

	private @Nullable Boolean healthy;

	Task(FrameworkInfo framework, TaskInfo info, Checkpoint checkpoint, Container container, StatusUpdates updates) {
		this.framework = framework;
		this.info = info;
		this.checkpoint = checkpoint;
		this.container = container;
		this.updates = updates;
		this.termination = new Termination(container, info.getKillPolicy());
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

	Checkpoint checkpoint() {
		return this.checkpoint;
	}

	StatusUpdates updates() {
		return this.updates;
	}

	/** Has itself looked after while it runs. */
	void watchedBy(Watch watch) {
		this.watches.add(watch);
	}

	/** Has it be there, as far as anybody knows. */
	void stage() {
		TaskReport staging = new TaskReport(TaskState.TASK_STAGING, Source.SOURCE_MASTER, null, null, null,
				Running.HERE);
		this.updates.begin(staging.of(key(), this.info));
		this.checkpoint.saveUpdates(this.updates.checkpoint());
	}

	/**
	 * Begins to launch it, which may take several ticks.
	 * @param refusal why it cannot be launched, if that is known already
	 */
	void launch(Optional<Refusal> refusal) {
		stage();
		refusal.ifPresentOrElse((reason) -> reason.report(this), () -> {
			this.preparation = new Preparation(this.container.preparation());
			prepare(this.preparation);
		});
	}

	private void prepare(Preparation preparation) {
		if (!preparation.proceed()) {
			return;
		}
		this.preparation = null;
		preparation.refusal().ifPresentOrElse((refusal) -> refusal.report(this), this::start);
	}

	private void start() {
		try {
			report(TaskState.TASK_STARTING, Source.SOURCE_EXECUTOR, null, null);
			this.container.start();
			noticeRunning();
		}
		catch (UnfitException ex) {
			report(TaskState.TASK_FAILED, Source.SOURCE_EXECUTOR, null, ex.getMessage());
		}
		catch (IOException ex) {
			report(TaskState.TASK_FAILED, Source.SOURCE_AGENT, Reason.REASON_EXECUTOR_TERMINATED, ex.getMessage());
		}
	}

	private void noticeRunning() {
		if (status().getState() == TaskState.TASK_STARTING) {
			this.container.running()
				.ifPresent((running) -> report(new TaskReport(TaskState.TASK_RUNNING, Source.SOURCE_EXECUTOR, null,
						null, this.healthy, running)));
		}
	}

	void report(TaskState state, Source source, @Nullable Reason reason, @Nullable String message) {
		report(new TaskReport(state, source, reason, message, this.healthy, Running.HERE));
	}

	private void report(TaskReport report) {
		this.updates.add(report.of(key(), this.info));
		this.checkpoint.saveUpdates(this.updates.checkpoint());
	}

	void reportHealth(boolean healthy) {
		this.healthy = healthy;
		report(TaskState.TASK_RUNNING, Source.SOURCE_EXECUTOR, Reason.REASON_TASK_HEALTH_CHECK_STATUS_UPDATED, null);
	}

	void kill() {
		if (isOver() || this.checkpoint.killed()) {
			return;
		}
		this.checkpoint.markKilled();
		if (this.preparation != null) {
			this.preparation.cancel();
			Refusal.KILLED.report(this);
		}
		else if (this.framework.getCapabilitiesList()
			.stream()
			.anyMatch((c) -> c.getType() == FrameworkInfo.Capability.Type.TASK_KILLING_STATE)) {
			report(TaskState.TASK_KILLING, Source.SOURCE_EXECUTOR, null, null);
		}
	}

	/**
	 * Ends the task as its agent does when it comes to grief.
	 * @param state the state it ends in
	 * @param reason the agent's reason
	 * @param message what the agent says
	 */
	public void end(TaskState state, @Nullable Reason reason, @Nullable String message) {
		Optional.ofNullable(this.preparation).ifPresent(Preparation::cancel);
		this.container.signal("KILL");
		report(state, Source.SOURCE_AGENT, reason, message);
	}

	/**
	 * Sends the signals that are due and notices the command's end.
	 * @param now the time
	 * @return whether it has just ended
	 */
	boolean tick(Instant now) {
		if (isOver()) {
			return false;
		}
		if (this.preparation != null) {
			prepare(this.preparation);
		}
		else {
			look(now);
		}
		return isOver();
	}

	private void look(Instant now) {
		// Asked before the exit status, which is written while the wrapper lives.
		boolean attended = this.container.attended();
		OptionalInt status = this.container.exitStatus();
		noticeRunning();
		if (status.isPresent()) {
			ended(status.getAsInt());
		}
		else if (!attended) {
			this.container.signal("KILL");
			report(TaskState.TASK_FAILED, Source.SOURCE_AGENT, Reason.REASON_EXECUTOR_TERMINATED,
					"Executor terminated");
		}
		else if (this.checkpoint.killed()) {
			this.termination.proceed(now);
		}
		else if (status().getState() == TaskState.TASK_RUNNING) {
			this.watches.forEach((watch) -> watch.look(this, now));
		}
	}

	private void ended(int status) {
		TaskState state = this.checkpoint.killed() ? TaskState.TASK_KILLED
				: (status == 0) ? TaskState.TASK_FINISHED : TaskState.TASK_FAILED;
		report(state, Source.SOURCE_EXECUTOR, null, this.container.describe(status));
	}

	boolean acknowledge(ByteString uuid) {
		boolean expected = this.updates.acknowledge(uuid);
		if (expected) {
			this.checkpoint.saveUpdates(this.updates.checkpoint());
		}
		return expected;
	}

}
