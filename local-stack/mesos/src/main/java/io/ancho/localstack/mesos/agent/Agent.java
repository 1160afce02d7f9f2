package io.ancho.localstack.mesos.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;
import org.apache.mesos.v1.Protos.TaskStatus.Source;
import org.jspecify.annotations.Nullable;

/**
 * Launches tasks and keeps them. Not thread-safe: everything, {@link #tick} too, is
 * called from one thread.
 */
public final class Agent {

	private static final System.Logger logger = System.getLogger(Agent.class.getName());

	private static final int SANDBOXES_KEPT = 100;

	private final Path running;

	private final Path ended;

	private final Map<TaskKey, Task> tasks = new LinkedHashMap<>();

	/**
	 * An agent that takes up the tasks it finds in its work folder.
	 * @param work the work folder
	 * @throws IOException if the folder cannot be read or written
	 */
	public Agent(Path work) throws IOException {
		this.running = Files.createDirectories(work.resolve("tasks"));
		this.ended = Files.createDirectories(work.resolve("sandboxes"));
		recover();
	}

	/**
	 * The tasks that are not over, or whose last update is not acknowledged.
	 * @return tasks, oldest launch first
	 */
	public Collection<Task> tasks() {
		return List.copyOf(this.tasks.values());
	}

	public Optional<Task> task(TaskKey key) {
		return Optional.ofNullable(this.tasks.get(key));
	}

	/**
	 * Launches a task. It never throws for a task that cannot be launched: that comes as
	 * an update.
	 * @param framework whose it is, with its id
	 * @param info what to launch
	 */
	public void launch(FrameworkInfo framework, TaskInfo info) {
		try {
			TaskFolder folder = TaskFolder.create(this.running.resolve(UUID.randomUUID().toString()), framework, info);
			String refusal = refusal(info);
			Task task = new Task(framework, info, folder, (refusal == null) ? start(folder, info) : null,
					new StatusUpdates());
			this.tasks.put(task.key(), task);
			if (refusal != null) {
				task.report(TaskState.TASK_FAILED, Source.SOURCE_AGENT, Reason.REASON_CONTAINER_LAUNCH_FAILED,
						"Failed to launch container: " + refusal);
				return;
			}
			task.report(TaskState.TASK_STARTING, Source.SOURCE_EXECUTOR, null, null);
			task.report(TaskState.TASK_RUNNING, Source.SOURCE_EXECUTOR, null, null);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("cannot launch " + info.getTaskId().getValue(), ex);
		}
	}

	private static TaskProcess start(TaskFolder folder, TaskInfo info) throws IOException {
		return TaskProcess.start(folder, info.getTaskId().getValue(), info.getCommand());
	}

	private static @Nullable String refusal(TaskInfo info) {
		CommandInfo command = info.getCommand();
		if (info.getContainer().hasDocker() || info.getContainer().getMesos().hasImage()) {
			return "Unsupported container image type: DOCKER";
		}
		return command.getUrisList().isEmpty() ? null : "Failed to fetch all URIs for container";
	}

	/**
	 * Asks a task to end: SIGTERM, after the grace period of its kill policy SIGKILL.
	 * @param key the task
	 */
	public void kill(TaskKey key) {
		task(key).ifPresent(Task::kill);
	}

	/**
	 * Ends all tasks of a framework that is no more. Nobody waits for their updates.
	 * @param framework the framework
	 */
	public void abandon(FrameworkID framework) {
		this.tasks.values().stream().filter((t) -> t.key().framework().equals(framework)).forEach(Task::kill);
	}

	public void acknowledge(TaskKey key, ByteString uuid) {
		task(key).filter((task) -> task.acknowledge(uuid)).ifPresent(this::retireIfDone);
	}

	/**
	 * Sends the pending updates of a framework again, at once.
	 * @param framework a framework that has just subscribed
	 */
	public void resend(FrameworkID framework) {
		this.tasks.values()
			.stream()
			.filter((t) -> t.key().framework().equals(framework))
			.forEach((t) -> t.updates().resend());
	}

	/**
	 * Looks after every task: to be called several times a second.
	 * @param now the time
	 * @param listener receives the updates that are due
	 */
	public void tick(Instant now, UpdateListener listener) {
		for (Task task : tasks()) {
			task.tick(now);
			task.updates().due(now).ifPresent((status) -> listener.update(task.key().framework(), status));
		}
	}

	/**
	 * Forgets the ended tasks of frameworks that nobody will acknowledge for.
	 * @param framework a framework that is no more
	 */
	public void forgetEnded(FrameworkID framework) {
		tasks().stream().filter((t) -> t.key().framework().equals(framework) && t.isOver()).forEach(this::retire);
	}

	private void retireIfDone(Task task) {
		if (task.isOver() && task.updates().allAcknowledged()) {
			retire(task);
		}
	}

	private void retire(Task task) {
		this.tasks.remove(task.key());
		task.retire(this.ended);
		Sandboxes.keepNewest(this.ended, SANDBOXES_KEPT);
	}

	private void recover() throws IOException {
		try (Stream<Path> folders = Files.list(this.running)) {
			for (Path path : folders.toList()) {
				recover(new TaskFolder(path));
			}
		}
	}

	private void recover(TaskFolder folder) throws IOException {
		try {
			Task task = new Task(folder.framework(), folder.task(), folder, TaskProcess.recovered(folder),
					StatusUpdates.restore(folder.updates()));
			this.tasks.put(task.key(), task);
		}
		catch (IOException | IndexOutOfBoundsException ex) {
			logger.log(System.Logger.Level.WARNING, "Forgetting a task whose checkpoint cannot be read: " + folder, ex);
			TaskFolder.deleteTree(folder.path());
		}
	}

}
