package io.ancho.localstack.mesos.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * What is known of one task on disk, so that it outlives this process.
 * <p>
 * {@code framework.pb} and {@code task.pb} say what it is, {@code updates.pb} holds its
 * latest status and then those not yet acknowledged, {@code killed} is there once
 * somebody asked for its end. The task's own wrapper writes {@code wrapper} and
 * {@code pid}, process ids, and {@code exit}, its exit status. {@code uris} says what to
 * fetch, {@code environment} what Docker is to set; Docker's view of its container is in
 * {@code inspect}.
 *
 * @param path the folder
 */
record TaskFolder(Path path) implements Checkpoint {

	private static final int DELETIONS = 100;

	private static final FileAttribute<Set<PosixFilePermission>> OURS = PosixFilePermissions
		.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

	static TaskFolder create(Path path, FrameworkInfo framework, TaskInfo task) throws IOException {
		// The environment is in there; only the sandbox is for others, such as
		// containers' users.
		Files.createDirectory(path, OURS);
		Files.createDirectory(path.resolve("sandbox"));
		TaskFolder folder = new TaskFolder(path);
		folder.replace("framework.pb", framework.toByteArray());
		folder.replace("task.pb", task.toByteArray());
		return folder;
	}

	Path sandbox() {
		return this.path.resolve("sandbox");
	}

	FrameworkInfo framework() throws IOException {
		return FrameworkInfo.parseFrom(Files.readAllBytes(this.path.resolve("framework.pb")));
	}

	TaskInfo task() throws IOException {
		return TaskInfo.parseFrom(Files.readAllBytes(this.path.resolve("task.pb")));
	}

	List<TaskStatus> updates() throws IOException {
		List<TaskStatus> statuses = new ArrayList<>();
		try (InputStream in = Files.newInputStream(this.path.resolve("updates.pb"))) {
			for (TaskStatus status = TaskStatus.parseDelimitedFrom(in); status != null; status = TaskStatus
				.parseDelimitedFrom(in)) {
				statuses.add(status);
			}
		}
		return statuses;
	}

	@Override
	public void saveUpdates(List<TaskStatus> statuses) {
		try {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			for (TaskStatus status : statuses) {
				status.writeDelimitedTo(bytes);
			}
			replace("updates.pb", bytes.toByteArray());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("cannot checkpoint the task in " + this.path, ex);
		}
	}

	@Override
	public boolean killed() {
		return Files.exists(this.path.resolve("killed"));
	}

	@Override
	public void markKilled() {
		try {
			replace("killed", new byte[0]);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("cannot checkpoint the kill of the task in " + this.path, ex);
		}
	}

	/**
	 * Forgets the task but keeps its sandbox, for whoever wants to read its output.
	 * @param archive the folder that keeps sandboxes of ended tasks
	 */
	void retire(Path archive) {
		try {
			Path kept = archive.resolve(this.path.getFileName());
			deleteTree(kept);
			Files.createDirectories(archive);
			Files.move(sandbox(), kept, StandardCopyOption.ATOMIC_MOVE);
			deleteTree(this.path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("cannot put away the task in " + this.path, ex);
		}
	}

	/** A task that was ended by force may be writing its last words: then once more. */
	static void deleteTree(Path root) throws IOException {
		for (int left = DELETIONS; Files.exists(root); left--) {
			try {
				deleteOnce(root);
			}
			catch (IOException | UncheckedIOException ex) {
				if (left == 0) {
					throw ex;
				}
			}
		}
	}

	private static void deleteOnce(Path root) throws IOException {
		try (Stream<Path> paths = Files.walk(root)) {
			for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
				Files.deleteIfExists(path);
			}
		}
	}

	/**
	 * Writes a file for whatever runs the task.
	 * @param name the file's name
	 * @param content what it holds
	 * @throws IOException if it cannot be written
	 */
	void write(String name, String content) throws IOException {
		replace(name, content.getBytes(StandardCharsets.UTF_8));
	}

	private void replace(String name, byte[] content) throws IOException {
		Path temporary = this.path.resolve(name + ".tmp");
		Files.write(temporary, content);
		Files.move(temporary, this.path.resolve(name), StandardCopyOption.ATOMIC_MOVE,
				StandardCopyOption.REPLACE_EXISTING);
	}

}
