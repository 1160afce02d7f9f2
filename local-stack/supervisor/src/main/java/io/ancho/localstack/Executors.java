package io.ancho.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.ancho.localstack.PartStatus.State;
import org.jspecify.annotations.Nullable;

/**
 * The executors that the Mesos stand-in has launched, read from the folders that it keeps
 * for its tasks: {@code tasks/…/pid} is there from a task's start, {@code exit} from its
 * end.
 */
final class Executors {

	private final Path tasks;

	Executors(Path mesosFolder) {
		this.tasks = mesosFolder.resolve("tasks");
	}

	/**
	 * The executors whose processes live.
	 */
	List<PartStatus> list() throws IOException {
		if (Files.notExists(this.tasks)) {
			return List.of();
		}
		try (Stream<Path> folders = Files.list(this.tasks)) {
			return folders.filter((folder) -> Files.notExists(folder.resolve("exit")))
				.flatMap((folder) -> process(folder).stream())
				.map(Executors::status)
				.toList();
		}
	}

	private static Optional<ProcessHandle> process(Path folder) {
		return read(folder.resolve("pid")).map((pid) -> Long.parseLong(pid.strip()))
			.flatMap(ProcessHandle::of)
			.filter(ProcessHandle::isAlive);
	}

	private static PartStatus status(ProcessHandle process) {
		Map<String, String> environment = environment(process.pid());
		String name = environment.getOrDefault("MESOS_TASK_ID", "executor");
		Instant since = process.info().startInstant().orElseGet(Instant::now);
		return new PartStatus(name, Part.Kind.EXECUTOR, State.UP, process.pid(), port(environment),
				ProcessId.memoryOfTree(process), 0, since, null);
	}

	private static @Nullable Integer port(Map<String, String> environment) {
		String port = environment.get("SERVER_PORT");
		return (port == null) ? null : Integer.valueOf(port);
	}

	/**
	 * A process's variables, where the machine tells them.
	 */
	private static Map<String, String> environment(long pid) {
		return Stream.of(read(Path.of("/proc/" + pid + "/environ")).orElse("").split("\0"))
			.map((variable) -> variable.split("=", 2))
			.filter((pair) -> pair.length == 2)
			.collect(Collectors.toMap((pair) -> pair[0], (pair) -> pair[1], (first, second) -> first));
	}

	private static Optional<String> read(Path file) {
		try {
			return Optional.of(Files.readString(file));
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

}
