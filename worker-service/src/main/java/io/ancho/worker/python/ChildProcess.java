package io.ancho.worker.python;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * A process that leads a session and a process group of its own, with a scratch folder
 * that goes when it goes.
 */
public final class ChildProcess implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ChildProcess.class);

	private static final Path PROCESSES = Path.of("/proc");

	private final Process process;

	private final Path scratch;

	private final long memoryKills = MemoryKills.count();

	private final AtomicBoolean killed = new AtomicBoolean();

	private ChildProcess(Process process, Path scratch) {
		this.process = process;
		this.scratch = scratch;
	}

	/**
	 * Starts a process.
	 * @param command the command, which must make itself the leader of a group
	 * @param environment all of its environment
	 * @param scratch its working folder, deleted when it is killed
	 * @param errors where its standard error goes
	 * @return the running process
	 * @throws IOException if it cannot be started
	 */
	static ChildProcess start(List<String> command, Map<String, String> environment, Path scratch,
			ProcessBuilder.Redirect errors) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command).directory(scratch.toFile()).redirectError(errors);
		builder.environment().clear();
		builder.environment().putAll(environment);
		try {
			return new ChildProcess(Spawner.start(builder), scratch);
		}
		catch (IOException ex) {
			FileSystemUtils.deleteRecursively(scratch);
			throw ex;
		}
	}

	/**
	 * The process itself.
	 * @return its streams and state
	 */
	public Process process() {
		return this.process;
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * How the process ended, waiting a moment for it to end.
	 */
	Ending ending() {
		if (!waitFor(Duration.ofSeconds(1))) {
			return new Ending(Death.Kind.EXIT, "closed its output");
		}
		return Ending.of(this.process.exitValue(), MemoryKills.count() > this.memoryKills);
	}

	/**
	 * Asks the process that a sandbox is wrapped around to end, and waits a moment for
	 * it.
	 */
	void terminate() {
		Stream.concat(Stream.of(this.process.toHandle()), this.process.descendants())
			.filter((process) -> !process.info().command().orElse("").endsWith("/bwrap"))
			.findFirst()
			.ifPresent(ProcessHandle::destroy);
		waitFor(Duration.ofMillis(300));
	}

	private boolean waitFor(Duration time) {
		try {
			return this.process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Ends the process and all it started, at once. Ending it again does nothing.
	 */
	@Override
	public void close() {
		if (this.killed.compareAndSet(false, true)) {
			List<ProcessHandle> descendants = this.process.descendants().toList();
			this.process.destroyForcibly();
			descendants.forEach(ProcessHandle::destroyForcibly);
			killGroup();
			killLeftovers();
			deleteScratch();
		}
	}

	/**
	 * What has left the tree of processes, its parent having ended, is still in the
	 * group.
	 */
	private void killGroup() {
		try {
			new ProcessBuilder("/bin/sh", "-c", "kill -KILL -" + this.process.pid()).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.onExit()
				.completeOnTimeout(this.process, 1, TimeUnit.SECONDS)
				.join();
		}
		catch (IOException ex) {
			logger.warn("Cannot kill process group {}: what it started may live on", this.process.pid(), ex);
		}
	}

	/**
	 * What has left the group too is still at home in the scratch folder, by its
	 * environment.
	 */
	private void killLeftovers() {
		if (!Files.isDirectory(PROCESSES)) {
			return;
		}
		String home = "HOME=" + this.scratch + '\0';
		ProcessHandle.allProcesses()
			.filter((process) -> environment(process).contains(home))
			.forEach(ProcessHandle::destroyForcibly);
	}

	private static String environment(ProcessHandle process) {
		try {
			return Files.readString(PROCESSES.resolve(process.pid() + "/environ"), StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			return "";
		}
	}

	private void deleteScratch() {
		this.process.onExit().completeOnTimeout(this.process, 1, TimeUnit.SECONDS).join();
		try {
			makeFoldersWritable();
			FileSystemUtils.deleteRecursively(this.scratch);
		}
		catch (IOException | UncheckedIOException ex) {
			logger.debug("Cannot delete {}", this.scratch, ex);
		}
	}

	/** What is in a folder that cannot be written to cannot be deleted. */
	private void makeFoldersWritable() throws IOException {
		try (Stream<Path> paths = Files.walk(this.scratch)) {
			paths.filter((path) -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
				.filter((folder) -> !Files.isWritable(folder))
				.forEach((folder) -> folder.toFile().setWritable(true));
		}
	}

	static Path newScratch() {
		try {
			return Files.createTempDirectory("ancho-python-");
		}
		catch (IOException ex) {
			throw new UncheckedIOException("cannot make a scratch folder", ex);
		}
	}

}
