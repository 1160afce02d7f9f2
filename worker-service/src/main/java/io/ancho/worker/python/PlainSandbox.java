package io.ancho.worker.python;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * No wall, but a session and process group of its own, no new privileges, death with the
 * executor and limits on files: as much of it as util-linux offers here.
 *
 * @param prefix the commands that arrange it
 * @param permissions the command that has root's processes obey the permissions of files,
 * where it is needed and allowed
 */
record PlainSandbox(List<String> prefix, List<String> permissions) implements Sandbox {

	private static final long MAX_OPEN_FILES = 1024;

	static PlainSandbox of(PythonProperties properties) {
		List<String> prefix = group(List.of());
		if (onPath("prlimit")) {
			prefix.addAll(List.of("prlimit", "--core=0", "--nofile=" + MAX_OPEN_FILES,
					"--fsize=" + properties.maxFileSize().toBytes()));
		}
		return new PlainSandbox(List.copyOf(prefix), obeyingPermissions());
	}

	private static List<String> obeyingPermissions() {
		List<String> command = List.of("setpriv", "--bounding-set", "-dac_override");
		boolean needed = "root".equals(System.getProperty("user.name")) && onPath("setpriv");
		return (needed && works(command)) ? command : List.of();
	}

	/**
	 * Whether a command that runs another one can run one here.
	 * @param command the command
	 */
	static boolean works(List<String> command) {
		List<String> probe = new ArrayList<>(command);
		probe.add("true");
		try {
			Process process = new ProcessBuilder(probe).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Makes a command the leader of a session and group of its own that ends with the
	 * executor.
	 * @param command the command
	 * @return the whole command, modifiable
	 */
	static List<String> group(List<String> command) {
		List<String> all = new ArrayList<>();
		if (onPath("setsid")) {
			all.add("setsid");
		}
		if (onPath("setpriv")) {
			all.addAll(List.of("setpriv", "--pdeathsig", "KILL", "--no-new-privs"));
		}
		all.addAll(command);
		return all;
	}

	@Override
	public List<String> wrap(List<String> command, Path scratch, List<Path> readable) {
		List<String> all = new ArrayList<>(this.prefix);
		all.addAll(this.permissions);
		all.addAll(command);
		return all;
	}

	@Override
	public boolean startsAhead() {
		return true;
	}

	static boolean onPath(String tool) {
		String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
		return Arrays.stream(path.split(File.pathSeparator))
			.anyMatch((folder) -> Files.isExecutable(Path.of(folder, tool)));
	}

}
