package io.ancho.localstack.mesos.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;

/**
 * Runs each task as processes of this machine, which outlive this process.
 */
public final class Processes implements Containerizer {

	private static final System.Logger logger = System.getLogger(Processes.class.getName());

	private static final int SANDBOXES_KEPT = 100;

	private final Path running;

	private final Path ended;

	private final boolean memoryLimited;

	/**
	 * Processes that are known by what lies in a work folder.
	 * @param work the work folder
	 * @param memoryLimited whether a task that uses more memory than it has is ended
	 * @throws IOException if the folder cannot be written
	 */
	public Processes(Path work, boolean memoryLimited) throws IOException {
		this.running = Files.createDirectories(work.resolve("tasks"));
		this.ended = Files.createDirectories(work.resolve("sandboxes"));
		this.memoryLimited = memoryLimited;
	}

	@Override
	public Task launch(FrameworkInfo framework, TaskInfo info) throws IOException {
		TaskFolder folder = TaskFolder.create(this.running.resolve(UUID.randomUUID().toString()), framework, info);
		Optional<Refusal> refusal = Refusal.of(info);
		if (refusal.isPresent()) {
			Task task = new Task(framework, info, folder, null, new StatusUpdates());
			refusal.get().report(task);
			return task;
		}
		TaskProcess process = TaskProcess.start(folder, info.getTaskId().getValue(), info.getCommand());
		Task task = watched(new Task(framework, info, folder, process, new StatusUpdates()), folder, process);
		task.started();
		return task;
	}

	private Task watched(Task task, TaskFolder folder, TaskProcess process) {
		HealthChecks.of(task.info(), folder.sandbox()).ifPresent(task::watchedBy);
		if (this.memoryLimited) {
			task.watchedBy(new MemoryLimit(process));
		}
		return task;
	}

	@Override
	public void retire(Task task) {
		if (task.checkpoint() instanceof TaskFolder folder) {
			folder.retire(this.ended);
			Sandboxes.keepNewest(this.ended, SANDBOXES_KEPT);
		}
	}

	@Override
	public List<Task> recover() throws IOException {
		List<Task> tasks = new ArrayList<>();
		try (Stream<Path> folders = Files.list(this.running)) {
			for (Path path : folders.toList()) {
				recover(new TaskFolder(path)).ifPresent(tasks::add);
			}
		}
		return tasks;
	}

	private Optional<Task> recover(TaskFolder folder) throws IOException {
		try {
			TaskProcess process = TaskProcess.recovered(folder);
			Task task = new Task(folder.framework(), folder.task(), folder, process,
					StatusUpdates.restore(folder.updates()));
			return Optional.of(watched(task, folder, process));
		}
		catch (IOException | IndexOutOfBoundsException ex) {
			logger.log(System.Logger.Level.WARNING, "Forgetting a task whose checkpoint cannot be read: " + folder, ex);
			TaskFolder.deleteTree(folder.path());
			return Optional.empty();
		}
	}

}
