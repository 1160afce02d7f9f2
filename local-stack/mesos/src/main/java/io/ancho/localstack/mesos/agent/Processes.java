package io.ancho.localstack.mesos.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;

/**
 * Runs each task as processes of this machine, or in a container of its Docker engine,
 * both of which outlive this process.
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
		TaskFolder folder = TaskFolder.create(newFolder(framework, info), framework, info);
		Fetch.write(folder, info.getCommand().getUrisList());
		Task task = task(folder, framework, info, new StatusUpdates());
		task.launch(Refusal.of(info));
		return task;
	}

	/** Named as its container, by which its sandbox is found. */
	private Path newFolder(FrameworkInfo framework, TaskInfo info) {
		Path path = this.running.resolve(new TaskKey(framework.getId(), info.getTaskId()).containerId());
		return Files.exists(path) ? this.running.resolve(UUID.randomUUID().toString()) : path;
	}

	private Task task(TaskFolder folder, FrameworkInfo framework, TaskInfo info, StatusUpdates updates) {
		TaskKey key = new TaskKey(framework.getId(), info.getTaskId());
		boolean docker = info.hasContainer() && info.getContainer().getType() == ContainerInfo.Type.DOCKER;
		Container container = docker ? new DockerContainer(folder, key, info) : new CommandContainer(folder, key, info);
		Task task = new Task(framework, info, folder, container, updates);
		HealthChecks.of(info, folder.sandbox(), container).ifPresent(task::watchedBy);
		if (this.memoryLimited && !docker) {
			task.watchedBy(new MemoryLimit(new TaskProcess(folder)));
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
			return Optional
				.of(task(folder, folder.framework(), folder.task(), StatusUpdates.restore(folder.updates())));
		}
		catch (IOException | IndexOutOfBoundsException ex) {
			logger.log(System.Logger.Level.WARNING, "Forgetting a task whose checkpoint cannot be read: " + folder, ex);
			TaskFolder.deleteTree(folder.path());
			return Optional.empty();
		}
	}

}
