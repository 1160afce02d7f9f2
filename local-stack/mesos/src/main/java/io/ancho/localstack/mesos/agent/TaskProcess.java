package io.ancho.localstack.mesos.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A task's process.
 * <p>
 * A small shell, the wrapper, is put between: it runs the command in a session of its
 * own, waits for it, ends what is left of the session and writes down the exit status.
 * The wrapper is a session of its own too, so it survives this process, and a later one
 * learns the exit status even of a task that ended while nobody looked.
 */
final class TaskProcess {

	private static final String WRAPPER = """
			folder=$1
			shift
			"$@"
			status=$?
			read pid < "$folder/pid" && kill -s KILL -- "-$pid" 2> /dev/null
			echo $status > "$folder/exit.tmp"
			mv "$folder/exit.tmp" "$folder/exit"
			""";

	private static final String RECORD_PID = """
			echo $$ > "$0/pid.tmp"
			mv "$0/pid.tmp" "$0/pid"
			command -v "$1" > /dev/null || exit 1
			exec "$@"
			""";

	/** How far a process's start may seem to lie from its wrapper's first write. */
	private static final Duration TOLERANCE = Duration.ofSeconds(10);

	private final TaskFolder folder;

	/**
	 * The process of a task.
	 * @param folder the task's folder, where it is known by from its start on
	 */
	TaskProcess(TaskFolder folder) {
		this.folder = folder;
	}

	/**
	 * Starts it.
	 * @param command words of a command line
	 * @param environment all of its environment
	 * @throws IOException if the operating system refuses
	 */
	void start(List<String> command, Map<String, String> environment) throws IOException {
		List<String> line = new ArrayList<>(Sessions.prefix());
		line.addAll(List.of("/bin/sh", "-c", WRAPPER, "wrapper", this.folder.path().toString()));
		line.addAll(Sessions.prefix());
		line.addAll(List.of("/bin/sh", "-c", RECORD_PID, this.folder.path().toString()));
		line.addAll(command);
		ProcessBuilder builder = new ProcessBuilder(line).directory(this.folder.sandbox().toFile());
		builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
		builder.redirectOutput(this.folder.sandbox().resolve("stdout").toFile());
		builder.redirectError(this.folder.sandbox().resolve("stderr").toFile());
		builder.environment().clear();
		builder.environment().putAll(environment);
		Process wrapper = builder.start();
		Files.writeString(this.folder.path().resolve("wrapper"), wrapper.pid() + "\n");
	}

	/**
	 * The exit status once it has ended: 128 and the signal's number if a signal ended
	 * it.
	 * @return the status, or empty while it runs or if it will never be known
	 */
	OptionalInt exitStatus() {
		return number("exit").map((status) -> OptionalInt.of(status.intValue())).orElse(OptionalInt.empty());
	}

	/**
	 * The command's process id, which is that of its process group too.
	 * @return the id, or empty before the command has begun
	 */
	Optional<Long> pid() {
		return number("pid");
	}

	/**
	 * Whether the wrapper is still there to tell the exit status.
	 * @return whether it is alive and not some later process of the same number
	 */
	boolean attended() {
		return number("wrapper").flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive).map((wrapper) -> {
			Optional<Instant> start = wrapper.info().startInstant();
			return start.isEmpty() || Duration.between(start.get(), written("wrapper")).abs().compareTo(TOLERANCE) < 0;
		}).orElse(false);
	}

	/**
	 * Signals the command's whole process group.
	 * @param signal the signal's name without SIG
	 * @return whether there was something to send it to
	 */
	boolean signal(String signal) {
		Optional<Long> pid = pid();
		if (pid.isEmpty() || exitStatus().isPresent()) {
			return false;
		}
		Sessions.signalGroup(pid.get(), signal);
		return true;
	}

	private Optional<Long> number(String name) {
		try {
			String text = Files.readString(this.folder.path().resolve(name)).strip();
			return text.isEmpty() ? Optional.empty() : Optional.of(Long.valueOf(text));
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	private Instant written(String name) {
		try {
			return Files.getLastModifiedTime(this.folder.path().resolve(name)).toInstant();
		}
		catch (IOException ex) {
			return Instant.EPOCH;
		}
	}

}
