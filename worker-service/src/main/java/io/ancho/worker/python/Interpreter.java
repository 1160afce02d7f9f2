package io.ancho.worker.python;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The Python that has the package {@code ancho}, as it describes itself.
 *
 * @param executable its absolute path, never a shim's
 * @param folders all folders that it reads its library and packages from
 */
record Interpreter(Path executable, List<Path> folders) {

	private static final String DESCRIBE = """
			import os, sys
			from importlib.util import find_spec
			spec = find_spec('ancho.runner')
			if spec is None:
			    sys.exit('the package ancho is not installed')
			print('\\n'.join([sys.executable, os.path.dirname(spec.origin), sys.prefix, sys.base_prefix]
			    + [os.path.dirname(os.path.realpath(sys.executable))] + [p for p in sys.path if p]))
			""";

	/**
	 * Asks an interpreter about itself.
	 * @param command a path, or a name to be found on the executor's own search path
	 * @return what it says
	 * @throws IOException if it does not run, or lacks the package {@code ancho}
	 */
	static Interpreter describe(String command) throws IOException {
		Process process = new ProcessBuilder(command, "-c", DESCRIBE).redirectErrorStream(true).start();
		String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
		if (status(process) != 0) {
			throw new IOException(command + " cannot run models: " + said);
		}
		List<Path> paths = Arrays.stream(said.split("\n")).map(Path::of).toList();
		List<Path> folders = paths.stream().skip(1).filter(Files::isDirectory).distinct().toList();
		return new Interpreter(paths.get(0), folders);
	}

	private static int status(Process process) throws IOException {
		try {
			return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("interrupted", ex);
		}
	}

}
