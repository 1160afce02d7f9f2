package io.ancho.localstack.mesos.agent;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Sessions and process groups, which Java cannot make or signal by itself, and other
 * small commands.
 */
final class Sessions {

	private static final List<String> PREFIX = findPrefix();

	private Sessions() {
	}

	/**
	 * The words to put before a command so that it becomes the leader of a session, in
	 * place: {@code setsid} where there is one, or Perl, which macOS has.
	 * @return words of a command line
	 */
	static List<String> prefix() {
		return PREFIX;
	}

	static void signalGroup(long leader, String signal) {
		execute("/bin/sh", "-c", "kill -s " + signal + " -- -" + leader);
	}

	/** Starts a small command whose outcome shows elsewhere. */
	static void execute(String... command) {
		try {
			new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("cannot execute " + String.join(" ", command), ex);
		}
	}

	private static List<String> findPrefix() {
		String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
		boolean setsid = Arrays.stream(path.split(File.pathSeparator))
			.anyMatch((folder) -> Files.isExecutable(Path.of(folder, "setsid")));
		return setsid ? List.of("setsid") : List.of("perl", "-MPOSIX", "-e", "POSIX::setsid(); exec @ARGV or exit 127");
	}

}
