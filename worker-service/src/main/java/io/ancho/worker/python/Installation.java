package io.ancho.worker.python;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process that installs packages is given.
 *
 * @param scratch its folder on this machine
 * @param writable the folder of its user's environments
 */
record Installation(Scratch scratch, Path writable) {

	/** What pip may need to reach its index, and nothing else. */
	private static final Pattern PASSED_ON = Pattern
		.compile("PATH|LANG|LC_.*|PIP_.*|SSL_CERT_.*|(REQUESTS|CURL)_CA_BUNDLE|(?i:(https?|all|no)_proxy)");

	/** Those of a user's own that pip would read if it saw the user's home. */
	private static final List<String> SETTINGS = List.of(".config/pip/pip.conf", ".pip/pip.conf");

	/**
	 * Its environment.
	 * @param places where it finds its files
	 */
	Map<String, String> environment(Scratch.Places places) {
		Map<String, String> environment = new HashMap<>();
		settings().findFirst().ifPresent((file) -> environment.put("PIP_CONFIG_FILE", file.toString()));
		System.getenv().forEach((name, value) -> {
			if (PASSED_ON.matcher(name).matches()) {
				environment.put(name, value);
			}
		});
		environment.put("HOME", places.home().toString());
		environment.put("TMPDIR", places.home().toString());
		environment.put("PIP_CACHE_DIR", this.writable.resolve(".pip").toString());
		return environment;
	}

	private static Stream<Path> settings() {
		String home = System.getProperty("user.home");
		return SETTINGS.stream().map((name) -> Path.of(home, name)).filter((file) -> file.toFile().isFile());
	}

	/** The files and folders of this machine that its environment names. */
	List<Path> readable() {
		Stream<Path> named = System.getenv()
			.entrySet()
			.stream()
			.filter((variable) -> PASSED_ON.matcher(variable.getKey()).matches() && !variable.getKey().equals("PATH"))
			.flatMap((variable) -> Arrays.stream(variable.getValue().split("\\s+")))
			.map((word) -> word.startsWith("file://") ? word.substring("file://".length()) : word)
			.filter((word) -> word.startsWith(File.separator))
			.map(Path::of);
		return Stream.concat(settings(), named).distinct().toList();
	}

	/** Where its standard error goes. */
	Path errors() {
		return this.scratch.folder().resolve("errors");
	}

}
