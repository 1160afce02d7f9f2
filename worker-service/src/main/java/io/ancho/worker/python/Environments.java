package io.ancho.worker.python;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import io.ancho.events.ChunkFailed.Cause;
import io.ancho.events.Json;
import io.ancho.events.UnreadableEventException;
import io.ancho.worker.ImpedimentException;
import io.ancho.worker.InfrastructureException;
import io.ancho.worker.cache.CacheUse;
import io.ancho.worker.model.ModelProperties;
import io.ancho.worker.run.EndedRuns;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * The Python environments that models need. Installing one runs outside the sandbox, with
 * network, but with none of the platform's variables.
 */
@Component
public class Environments implements DisposableBean {

	private static final String REQUIREMENTS = "pip-requirements.txt";

	private static final int MAX_LINE = 500;

	/** What pip may need to reach its index, and nothing else. */
	private static final Pattern PASSED_ON = Pattern
		.compile("PATH|HOME|LANG|LC_.*|TMPDIR|PIP_.*|SSL_CERT_.*|REQUESTS_CA_BUNDLE|(?i:https?_proxy|no_proxy)");

	private final Runners runners;

	private final ModelProperties properties;

	private final CacheUse use;

	private final Map<Path, Path> ready = new ConcurrentHashMap<>();

	private final Map<String, ChildProcess> installing = new ConcurrentHashMap<>();

	Environments(Runners runners, ModelProperties properties, CacheUse use, EndedRuns endedRuns) {
		this.use = use;
		this.runners = runners;
		this.properties = properties;
		endedRuns.onEnd((run) -> close(this.installing.get(run)));
	}

	/**
	 * A model's environment.
	 *
	 * @param python its interpreter
	 * @param folders its own folders, none if it is the executor's own interpreter
	 */
	public record Environment(Path python, List<Path> folders) {
	}

	/**
	 * The environment of a model, made first if it is not there.
	 * @param run the run that waits for it
	 * @param model the model's folder
	 * @param beforeInstalling called if it may take a while
	 * @return the environment
	 * @throws ModelFault if the requirements cannot be installed
	 * @throws ImpedimentException if the tool ended without an answer
	 * @throws InfrastructureException if the tool cannot be run
	 */
	public Environment of(String run, Path model, Runnable beforeInstalling) {
		try {
			if (!hasRequirements(model)) {
				return new Environment(this.runners.interpreter(), List.of());
			}
			Path python = this.ready.get(model);
			if (python == null) {
				beforeInstalling.run();
				python = install(run, model);
				this.ready.put(model, python);
			}
			if (!isOwn(python)) {
				python = keep(run, model, python);
			}
			return environment(python);
		}
		catch (IOException ex) {
			throw new InfrastructureException("cannot prepare an environment", ex);
		}
	}

	/**
	 * Whether the environment of a model is there, so that {@link #of} takes no time.
	 * @param model the model's folder
	 * @return false if it has to be made or looked for
	 */
	public boolean isReady(Path model) {
		Path python = this.ready.get(model);
		return (python != null && Files.exists(python)) || !hasRequirements(model);
	}

	private static boolean hasRequirements(Path model) {
		return Files.exists(model.resolve(REQUIREMENTS));
	}

	/** It may have been removed, unused for long, since it was installed here. */
	private Path keep(String run, Path model, Path python) throws IOException {
		this.use.begin(run, folder(python));
		return Files.exists(python) ? python : install(run, model);
	}

	private Environment environment(Path python) throws IOException {
		return new Environment(python, isOwn(python) ? List.of() : List.of(folder(python)));
	}

	private boolean isOwn(Path python) throws IOException {
		return python.equals(this.runners.interpreter());
	}

	private static Path folder(Path python) {
		return python.resolveSibling("..").normalize();
	}

	private Path install(String run, Path model) throws IOException {
		Path cache = this.properties.cache().toAbsolutePath().resolve("environments");
		List<String> command = PlainSandbox.group(List.of(this.runners.interpreter().toString(), "-m",
				"ancho.environment", model.toString(), "--cache", cache.toString()));
		Path scratch = ChildProcess.newScratch();
		Path errors = scratch.resolve("errors");
		try (ChildProcess child = ChildProcess.start(command, environment(), scratch,
				ProcessBuilder.Redirect.to(errors.toFile()))) {
			this.installing.put(run, child);
			return answer(child, errors);
		}
		finally {
			this.installing.remove(run);
		}
	}

	private Path answer(ChildProcess child, Path errors) throws IOException {
		child.process().onExit().completeOnTimeout(child.process(), timeout(), TimeUnit.MILLISECONDS).join();
		if (child.isAlive()) {
			throw new ModelFault(Cause.ENVIRONMENT,
					REQUIREMENTS + " was not installed within " + timeout() / 1000 + " s");
		}
		String said = new String(child.process().getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
		Answer answer = read(said.substring(said.lastIndexOf('\n') + 1));
		if (answer == null) {
			throw new ImpedimentException(Cause.ENVIRONMENT,
					REQUIREMENTS + " cannot be prepared: ancho.environment " + child.ending().text() + lastLine(errors),
					null);
		}
		if (answer.python() == null) {
			throw new ModelFault(Cause.ENVIRONMENT, String.valueOf(answer.error()));
		}
		return Path.of(answer.python());
	}

	private static @Nullable Answer read(String line) {
		try {
			return Json.read(line.getBytes(StandardCharsets.UTF_8), Answer.class);
		}
		catch (UnreadableEventException ex) {
			return null;
		}
	}

	/** Of a traceback, the last line says what happened. */
	private static String lastLine(Path errors) throws IOException {
		String said = new String(Files.readAllBytes(errors), StandardCharsets.UTF_8).strip();
		String line = said.substring(said.lastIndexOf('\n') + 1);
		return line.isEmpty() ? "" : ", saying " + line.substring(0, Math.min(line.length(), MAX_LINE));
	}

	private long timeout() {
		return this.properties.environmentTimeout().toMillis();
	}

	private static Map<String, String> environment() {
		Map<String, String> environment = new HashMap<>();
		System.getenv().forEach((name, value) -> {
			if (PASSED_ON.matcher(name).matches()) {
				environment.put(name, value);
			}
		});
		return environment;
	}

	@Override
	public void destroy() {
		this.installing.values().forEach(Environments::close);
	}

	private static void close(@Nullable ChildProcess child) {
		if (child != null) {
			child.close();
		}
	}

	private record Answer(@Nullable String python, @Nullable String error) {
	}

}
