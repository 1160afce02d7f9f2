package io.ancho.localstack.mesos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * Looks at what lies in the work folder.
 */
final class TaskFolders {

	private TaskFolders() {
	}

	static List<Long> awaitPids(Path work, int count) throws Exception {
		await(() -> files(work, "pid").size() == count);
		List<Long> pids = new ArrayList<>();
		for (Path file : files(work, "pid")) {
			pids.add(Long.valueOf(Files.readString(file).strip()));
		}
		return pids;
	}

	/** Kills the shell that watches over the only task. */
	static void killWrapper(Path work) throws Exception {
		await(() -> files(work, "wrapper").size() == 1);
		long pid = Long.parseLong(Files.readString(files(work, "wrapper").get(0)).strip());
		ProcessHandle.of(pid).orElseThrow().destroyForcibly();
	}

	static void awaitExit(Path work) throws Exception {
		await(() -> !files(work, "exit").isEmpty());
	}

	static void awaitNone(Path work) throws Exception {
		await(() -> {
			try (Stream<Path> tasks = Files.list(work.resolve("tasks"))) {
				return tasks.findAny().isEmpty();
			}
		});
	}

	static Path onlySandbox(Path work) throws Exception {
		await(() -> {
			try (Stream<Path> sandboxes = Files.list(work.resolve("sandboxes"))) {
				return sandboxes.count() == 1;
			}
		});
		try (Stream<Path> sandboxes = Files.list(work.resolve("sandboxes"))) {
			return sandboxes.findAny().orElseThrow();
		}
	}

	/**
	 * Waits until no process of these groups is left: even a killed one is there until it
	 * is reaped.
	 */
	static void awaitGone(List<Long> groups) throws Exception {
		await(() -> groups.stream().noneMatch(TaskFolders::groupLives));
	}

	private static boolean groupLives(long group) {
		try {
			return new ProcessBuilder("/bin/sh", "-c", "kill -s 0 -- -" + group).start().waitFor() == 0;
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static List<Path> files(Path work, String name) throws IOException {
		try (Stream<Path> tasks = Files.list(work.resolve("tasks"))) {
			return tasks.map((task) -> task.resolve(name)).filter(Files::exists).toList();
		}
	}

	private static void await(Callable<Boolean> condition) throws Exception {
		long end = System.nanoTime() + 20_000_000_000L;
		while (!condition.call()) {
			if (System.nanoTime() > end) {
				throw new AssertionError("waited in vain");
			}
			Thread.sleep(20);
		}
	}

}
