package io.ancho.worker.python;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How often the kernel has killed a process for lack of memory: in this control group, or
 * on this machine. (Linux: {@code oom_kill} in {@code memory.events}, in
 * {@code memory.oom_control} of the first version of control groups, and in
 * {@code vmstat}.)
 */
final class MemoryKills {

	private static final String NAME = "oom_kill ";

	private static final List<Path> COUNTERS = Stream
		.of("/sys/fs/cgroup/memory.events", "/sys/fs/cgroup/memory/memory.oom_control", "/proc/vmstat")
		.map(Path::of)
		.filter(Files::isReadable)
		.toList();

	private MemoryKills() {
	}

	static long count() {
		return COUNTERS.stream().mapToLong(MemoryKills::count).sum();
	}

	private static long count(Path counters) {
		try (Stream<String> lines = Files.lines(counters)) {
			return lines.filter((line) -> line.startsWith(NAME))
				.mapToLong((line) -> Long.parseLong(line.substring(NAME.length()).strip()))
				.sum();
		}
		catch (IOException ex) {
			return 0;
		}
	}

}
