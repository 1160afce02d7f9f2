package io.ancho.worker.python;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The programs of this machine that processes are started by, each found once on the
 * executor's own search path and run by the path that was found.
 */
final class Tools {

	private static final int SECONDS = 10;

	private Tools() {
	}

	/**
	 * Looks a program up.
	 * @param name its name
	 * @return its absolute path, if it is there
	 */
	static Optional<Path> find(String name) {
		String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
		return Arrays.stream(path.split(File.pathSeparator))
			.map((folder) -> Path.of(folder, name).toAbsolutePath())
			.filter((file) -> Files.isRegularFile(file) && Files.isExecutable(file))
			.findFirst();
	}

	/**
	 * Whether a command succeeds here.
	 * @param command the command
	 */
	static boolean works(List<String> command) {
		return trouble(command) == null;
	}

	/**
	 * Runs a command.
	 * @param command the command
	 * @return null if it succeeds, else what it says
	 */
	static @Nullable String trouble(List<String> command) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			process.getOutputStream().close();
			String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
			boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
			return (ended && process.exitValue() == 0) ? null : said;
		}
		catch (IOException ex) {
			return String.valueOf(ex.getMessage());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return "interrupted";
		}
	}

}
