package io.ancho.localstack.mesos.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.Environment;

/**
 * A task's process.
 * <p>
 * A small shell, the wrapper, is put between: it runs the command in a session of its
 * own, waits for it, ends what is left of the session and writes down the exit status.
 * The wrapper is a session of its own too, so it survives this process, and a later one
 * learns the exit status even of a task that ended while nobody looked.
 */
final class TaskProcess implements Container {

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

	/** What a task inherits of this process's environment. */
	private static final List<String> INHERITED = List.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR",
			"JAVA_HOME");

	private final TaskFolder folder;

	private TaskProcess(TaskFolder folder) {
		this.folder = folder;
	}

	/**
	 * Starts a command.
	 * @param folder the task's folder
	 * @param task the task's id, for its environment
	 * @param command what to execute
	 * @return the process
	 * @throws IOException if the operating system refuses
	 */
	static TaskProcess start(TaskFolder folder, String task, CommandInfo command) throws IOException {
		List<String> line = new ArrayList<>(Sessions.prefix());
		line.addAll(List.of("/bin/sh", "-c", WRAPPER, "wrapper", folder.path().toString()));
		line.addAll(Sessions.prefix());
		line.addAll(List.of("/bin/sh", "-c", RECORD_PID, folder.path().toString()));
		line.addAll(arguments(command));
		ProcessBuilder builder = new ProcessBuilder(line).directory(folder.sandbox().toFile());
		builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
		builder.redirectOutput(folder.sandbox().resolve("stdout").toFile());
		builder.redirectError(folder.sandbox().resolve("stderr").toFile());
		builder.environment().keySet().retainAll(INHERITED);
		builder.environment().put("MESOS_SANDBOX", folder.sandbox().toString());
		builder.environment().put("MESOS_TASK_ID", task);
		for (Environment.Variable variable : command.getEnvironment().getVariablesList()) {
			builder.environment().put(variable.getName(), variable.getValue());
		}
		Process wrapper = builder.start();
		Files.writeString(folder.path().resolve("wrapper"), wrapper.pid() + "\n");
		return new TaskProcess(folder);
	}

	/**
	 * The process of a task that was started before this process was.
	 * @param folder the task's folder
	 * @return the process, which may have ended
	 */
	static TaskProcess recovered(TaskFolder folder) {
		return new TaskProcess(folder);
	}

	private static List<String> arguments(CommandInfo command) {
		if (command.getShell()) {
			return List.of("/bin/sh", "-c", command.getValue());
		}
		List<String> arguments = new ArrayList<>(List.of(command.getValue()));
		arguments.addAll(command.getArgumentsList().stream().skip(1).toList());
		return arguments;
	}

	@Override
	public OptionalInt exitStatus() {
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
	@Override
	public boolean attended() {
		return number("wrapper").flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive).map((wrapper) -> {
			Optional<Instant> start = wrapper.info().startInstant();
			return start.isEmpty() || Duration.between(start.get(), written("wrapper")).abs().compareTo(TOLERANCE) < 0;
		}).orElse(false);
	}

	/** Signals the command's whole process group. */
	@Override
	public boolean signal(String signal) {
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
