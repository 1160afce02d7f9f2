package io.ancho.worker.python;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that leads a session and a process group of its own, with a scratch folder
 * that goes when it goes.
 */
public final class ChildProcess implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ChildProcess.class);

	private static final Path PROCESSES = Path.of("/proc");

	private final Process process;

	private final Scratch scratch;

	private final long memoryKills = MemoryKills.count();

	private final AtomicBoolean killed = new AtomicBoolean();

	private volatile @Nullable Ending verdict;

	private ChildProcess(Process process, Scratch scratch) {
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
	static ChildProcess start(List<String> command, Map<String, String> environment, Scratch scratch,
			ProcessBuilder.Redirect errors) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command).directory(scratch.folder().toFile()).redirectError(errors);
		builder.environment().clear();
		builder.environment().putAll(environment);
		try {
			return new ChildProcess(Spawner.start(builder), scratch);
		}
		catch (IOException ex) {
			scratch.delete();
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

	/** Its folder on this machine. */
	Scratch scratch() {
		return this.scratch;
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * How the process ended, waiting a moment for it to end.
	 */
	Ending ending() {
		Ending known = this.verdict;
		if (known != null) {
			return known;
		}
		if (!waitFor(Duration.ofSeconds(1))) {
			return new Ending(Death.Kind.EXIT, "closed its output");
		}
		return Ending.of(this.process.exitValue(), MemoryKills.count() > this.memoryKills);
	}

	/**
	 * Ends the process for a reason that is told of it afterwards.
	 * @param reason what it did
	 */
	void end(Ending reason) {
		this.verdict = reason;
		this.process.destroyForcibly();
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
		String home = "HOME=" + this.scratch.folder() + '\0';
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
		this.scratch.delete();
	}

}
