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

	/**
	 * Processes that are known by what lies in a work folder.
	 * @param work the work folder
	 * @throws IOException if the folder cannot be written
	 */
	public Processes(Path work) throws IOException {
		this.running = Files.createDirectories(work.resolve("tasks"));
		this.ended = Files.createDirectories(work.resolve("sandboxes"));
	}

	@Override
	public Task launch(FrameworkInfo framework, TaskInfo info) throws IOException {
		TaskFolder folder = TaskFolder.create(this.running.resolve(UUID.randomUUID().toString()), framework, info);
		Optional<Refusal> refusal = Refusal.of(info);
		Task task = new Task(framework, info, folder, refusal.isPresent() ? null : start(folder, info),
				new StatusUpdates());
		refusal.ifPresentOrElse((reason) -> reason.report(task), task::started);
		return task;
	}

	private static Container start(TaskFolder folder, TaskInfo info) throws IOException {
		return TaskProcess.start(folder, info.getTaskId().getValue(), info.getCommand());
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

	private static Optional<Task> recover(TaskFolder folder) throws IOException {
		try {
			return Optional.of(new Task(folder.framework(), folder.task(), folder, TaskProcess.recovered(folder),
					StatusUpdates.restore(folder.updates())));
		}
		catch (IOException | IndexOutOfBoundsException ex) {
			logger.log(System.Logger.Level.WARNING, "Forgetting a task whose checkpoint cannot be read: " + folder, ex);
			TaskFolder.deleteTree(folder.path());
			return Optional.empty();
		}
	}

}
