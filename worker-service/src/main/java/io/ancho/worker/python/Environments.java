package io.ancho.worker.python;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

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
 * The Python environments that models need, each user's in a folder of the user's own.
 */
@Component
public class Environments implements DisposableBean {

	private static final String REQUIREMENTS = "pip-requirements.txt";

	private static final int MAX_LINE = 500;

	private final Runners runners;

	private final ModelProperties properties;

	private final CacheUse use;

	private final Map<Request, Path> ready = new ConcurrentHashMap<>();

	private final Map<String, ChildProcess> installing = new ConcurrentHashMap<>();

	Environments(Runners runners, ModelProperties properties, CacheUse use, EndedRuns endedRuns) {
		this.use = use;
		this.runners = runners;
		this.properties = properties;
		endedRuns.onEnd((run) -> close(this.installing.get(run)));
	}

	/**
	 * What the processes that use them run behind.
	 * @return {@code bubblewrap} or {@code none}
	 */
	public String sandbox() {
		return this.runners.sandbox();
	}

	/**
	 * What an environment is for.
	 *
	 * @param owner whose it is
	 * @param model the model's folder
	 */
	public record Request(String owner, Path model) {
	}

	/**
	 * Puts a model's files into a folder.
	 */
	@FunctionalInterface
	public interface Unpacking {

		/**
		 * Unpacks it.
		 * @param folder an empty folder
		 */
		void into(Path folder);

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
	 * @param request what it is for
	 * @param unpacking of the model
	 * @param beforeInstalling called if it may take a while
	 * @return the environment
	 * @throws ModelFault if the requirements cannot be installed
	 * @throws ImpedimentException if the tool ended without an answer
	 * @throws InfrastructureException if the tool cannot be run
	 */
	public Environment of(String run, Request request, Unpacking unpacking, Runnable beforeInstalling) {
		try {
			if (!hasRequirements(request.model())) {
				return new Environment(this.runners.interpreter(), List.of());
			}
			Path python = this.ready.get(request);
			if (python == null) {
				beforeInstalling.run();
				python = install(run, request, unpacking);
				this.ready.put(request, python);
			}
			if (!isOwn(python)) {
				this.use.begin(run, folder(python));
				python = Files.exists(python) ? python : install(run, request, unpacking);
			}
			return environment(python);
		}
		catch (IOException ex) {
			throw new InfrastructureException("cannot prepare an environment", ex);
		}
	}

	/**
	 * Whether the environment of a model is there, so that {@link #of} takes no time.
	 * @param request what it is for
	 * @return false if it has to be made or looked for
	 */
	public boolean isReady(Request request) {
		Path python = this.ready.get(request);
		return (python != null && Files.exists(python)) || !hasRequirements(request.model());
	}

	/**
	 * Sees to it that an environment is as it was made, before a process is given it.
	 * @param environment the environment
	 * @throws InfrastructureException if it has been changed; it is made anew then
	 */
	public void check(Environment environment) {
		for (Path folder : environment.folders()) {
			try {
				if (!Seal.isWhole(folder)) {
					this.ready.values().remove(environment.python());
					Seal.breakOf(folder);
					throw new InfrastructureException("somebody has changed " + folder + ", which is made anew", null);
				}
			}
			catch (IOException ex) {
				throw new InfrastructureException("cannot look at " + folder, ex);
			}
		}
	}

	private static boolean hasRequirements(Path model) {
		return Files.exists(model.resolve(REQUIREMENTS));
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

	private Path install(String run, Request request, Unpacking unpacking) throws IOException {
		Path environments = this.properties.cache().toAbsolutePath().resolve("environments");
		Path own = Files.createDirectories(environments.resolve(CacheUse.OWNER + request.owner()));
		Installation installation = new Installation(Scratch.create(), own);
		unpacking.into(installation.scratch().model());
		Path model = this.runners.places(installation.scratch()).model();
		List<String> arguments = List.of("-m", "ancho.environment", model.toString(), "--cache", own.toString());
		try (ChildProcess child = this.runners.install(arguments, installation)) {
			this.installing.put(run, child);
			Path python = answer(child, installation.errors());
			if (python.startsWith(own)) {
				Seal.set(folder(python));
				return python;
			}
			return this.runners.interpreter();
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
