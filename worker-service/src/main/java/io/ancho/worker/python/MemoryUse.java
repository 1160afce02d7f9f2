package io.ancho.worker.python;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What a wall's processes use of memory: what belongs to no file, and what is in the
 * wall's own folders. Pages that several of them have are counted once. (Linux: proc(5),
 * {@code status} and {@code smaps_rollup}, the latter only where it may matter.)
 */
final class MemoryUse {

	private static final Predicate<String> NUMBER = (name) -> name.chars().allMatch(Character::isDigit);

	private static final int KIBIBYTE = 1024;

	private final ProcessHandle bwrap;

	private @Nullable Path root;

	/**
	 * Of the processes behind a wall.
	 * @param bwrap the process that built it
	 */
	MemoryUse(ProcessHandle bwrap) {
		this.bwrap = bwrap;
	}

	/**
	 * Whether they use more than they may.
	 * @param bytes what they may use
	 * @return false as well while the wall is not there yet
	 */
	boolean exceeds(long bytes) {
		if (this.root == null) {
			this.root = this.bwrap.children()
				.flatMap(ProcessHandle::children)
				.map((process) -> Path.of("/proc", String.valueOf(process.pid()), "root"))
				.findFirst()
				.orElse(null);
		}
		return this.root != null && exceeds(this.root, bytes);
	}

	private static boolean exceeds(Path root, long bytes) {
		long inFolders = inUse(root.resolve("tmp").toFile()) + inUse(root.resolve("dev/shm").toFile());
		List<Path> processes = processes(root.resolve("proc"));
		return inFolders + sum(processes, "status", "RssAnon:", "RssShmem:") > bytes
				&& sum(processes, "smaps_rollup", "Pss_Anon:")
						+ Math.max(inFolders, sum(processes, "smaps_rollup", "Pss_Shmem:")) > bytes;
	}

	private static long inUse(File folder) {
		return folder.getTotalSpace() - folder.getFreeSpace();
	}

	private static List<Path> processes(Path proc) {
		String[] names = proc.toFile().list();
		return (names != null) ? Arrays.stream(names).filter(NUMBER).map(proc::resolve).toList() : List.of();
	}

	private static long sum(List<Path> processes, String file, String... names) {
		return processes.stream().mapToLong((process) -> sum(process.resolve(file), names)).sum();
	}

	private static long sum(Path file, String... names) {
		try (Stream<String> lines = Files.lines(file)) {
			return lines.filter((line) -> Arrays.stream(names).anyMatch(line::startsWith))
				.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D+", "")) * KIBIBYTE)
				.sum();
		}
		catch (IOException | RuntimeException ex) {
			return 0; // it has ended
		}
	}

}
