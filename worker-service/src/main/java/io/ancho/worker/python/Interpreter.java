package io.ancho.worker.python;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.ancho.events.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/**
 * The Python that has the package {@code ancho}, as it describes itself.
 *
 * @param executable its absolute path, never a shim's
 * @param folders all folders that it reads its library and packages from
 * @param settings the variables that settle a process's numerics, by their name
 */
record Interpreter(Path executable, List<Path> folders, Map<String, Map<String, String>> settings) {

	private static final String DESCRIBE = """
			import json, os, sys
			from importlib.util import find_spec
			spec = find_spec('ancho.runner')
			if spec is None:
			    sys.exit('the package ancho is not installed')
			from ancho import _numerics
			print(json.dumps({numerics: dict(_numerics.settings(numerics)) for numerics in _numerics.CHOICES}))
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
		List<String> lines = Arrays.asList(said.split("\n"));
		List<Path> paths = lines.stream().skip(1).map(Path::of).toList();
		List<Path> folders = paths.stream().skip(1).filter(Files::isDirectory).distinct().toList();
		return new Interpreter(paths.get(0), folders, settings(command, lines.get(0)));
	}

	private static Map<String, Map<String, String>> settings(String command, String line) throws IOException {
		try {
			return Json.mapper().readValue(line, new TypeReference<>() {
			});
		}
		catch (JacksonException ex) {
			throw new IOException(command + " says something else than its settings: " + line, ex);
		}
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
