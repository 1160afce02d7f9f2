package io.ancho.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A process that cannot be mistaken for a later one that got the same number.
 *
 * @param pid the operating system's number
 * @param start when it started: on Linux in clock ticks since the machine did, elsewhere
 * in milliseconds since 1970
 */
record ProcessId(long pid, long start) {

	private static final int START_TIME = 22;

	static Optional<ProcessId> of(ProcessHandle process) {
		return startOf(process).map((start) -> new ProcessId(process.pid(), start));
	}

	/**
	 * The process, if it is still there.
	 */
	Optional<ProcessHandle> living() {
		return ProcessHandle.of(this.pid)
			.filter(ProcessHandle::isAlive)
			.filter((process) -> of(process).filter(this::equals).isPresent());
	}

	/**
	 * Resident memory in bytes; 0 where the machine does not tell or the process is gone.
	 */
	static long memory(ProcessHandle process) {
		try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
			return lines.filter((line) -> line.startsWith("VmRSS:"))
				.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
				.findFirst()
				.orElse(0);
		}
		catch (IOException | UncheckedIOException ex) {
			return 0;
		}
	}

	/**
	 * Its resident memory and that of all processes below it, in bytes.
	 */
	static long memoryOfTree(ProcessHandle process) {
		return Stream.concat(Stream.of(process), process.descendants()).mapToLong(ProcessId::memory).sum();
	}

	private static Optional<Long> startOf(ProcessHandle process) {
		Path stat = Path.of("/proc/" + process.pid() + "/stat");
		if (Files.notExists(Path.of("/proc/self/stat"))) {
			return process.info().startInstant().map(Instant::toEpochMilli);
		}
		try {
			String line = Files.readString(stat);
			// The second field, the name in parentheses, may hold anything.
			List<String> fields = List.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
			boolean zombie = fields.get(0).equals("Z");
			return zombie ? Optional.empty() : Optional.of(Long.parseLong(fields.get(START_TIME - 3)));
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

}
