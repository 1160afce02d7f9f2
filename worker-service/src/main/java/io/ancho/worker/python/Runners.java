package io.ancho.worker.python;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.ancho.events.Numerics;
import io.ancho.worker.ExecutorProperties;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Starts runner processes. The interpreter is asked about itself before the first.
 */
@Component
public class Runners implements DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(Runners.class);

	private final PythonProperties properties;

	private final DataSize memory;

	private final Counter started;

	private @Nullable Interpreter interpreter;

	private final Sandbox sandbox;

	private final MemoryGuard guard = new MemoryGuard();

	/**
	 * Sees to the wall before anything is started.
	 * @throws NoWallException if one is required and does not stand
	 */
	Runners(PythonProperties properties, ExecutorProperties executor, MeterRegistry meters) {
		this.properties = properties;
		this.memory = Objects.requireNonNullElse(properties.memory(), executor.memoryOfAProcess());
		this.sandbox = Sandbox.of(properties, this.memory.toBytes());
		if (!properties.isWalled()) {
			logger.warn("Models run without a wall (ANCHO_SANDBOX=none): they can do whatever this user can");
		}
		meters.gauge("ancho.sandbox.walled", this.sandbox, (wall) -> properties.isWalled() ? 1 : 0);
		this.started = meters.counter("ancho.python.started");
	}

	/**
	 * What models run behind.
	 * @return {@code bubblewrap} or {@code none}
	 */
	public String sandbox() {
		return this.sandbox.kind();
	}

	/**
	 * The executor's own interpreter, used by models without requirements.
	 * @return its absolute path
	 * @throws IOException if it does not run, or lacks the package {@code ancho}
	 */
	public Path interpreter() throws IOException {
		return described().executable();
	}

	private synchronized Interpreter described() throws IOException {
		if (this.interpreter == null) {
			this.interpreter = Interpreter.describe(this.properties.interpreter());
		}
		return this.interpreter;
	}

	/**
	 * Starts a runner.
	 * @param python the interpreter
	 * @param readable the folders of its environment, none if it is the executor's own
	 * interpreter
	 * @param numerics how it chooses its kernels
	 * @return a runner that has loaded nothing yet
	 * @throws IOException if it cannot be started, which is not the model's doing
	 */
	public Runner start(Path python, List<Path> readable, Numerics numerics) throws IOException {
		Scratch scratch = Scratch.create();
		BlackBox box = BlackBox.create(scratch, this.sandbox.places(scratch));
		List<String> command = this.sandbox.wrap(List.of(python.toString(), "-m", "ancho.runner", numerics.id()),
				scratch, withInterpreter(readable));
		ChildProcess child = ChildProcess.start(command, environment(box.places().home(), numerics), scratch,
				ProcessBuilder.Redirect.PIPE);
		if (this.properties.isWalled()) {
			this.guard.watch(child, this.memory.toBytes());
		}
		this.started.increment();
		logger.debug("Started runner {}", child.process().pid());
		return new Runner(new RunnerProcess(child, box, this.properties.maxReply().toBytes()), this.properties,
				this.memory);
	}

	/**
	 * Starts what installs packages.
	 * @param arguments those of this executor's own interpreter
	 * @param installation what it needs
	 * @return the running process
	 * @throws IOException if it cannot be started
	 */
	ChildProcess install(List<String> arguments, Installation installation) throws IOException {
		List<String> command = new ArrayList<>(List.of(interpreter().toString()));
		command.addAll(arguments);
		Scratch scratch = installation.scratch();
		List<String> walled = this.sandbox.wrapInstallation(command, scratch, withInterpreter(installation.readable()),
				installation.writable());
		return ChildProcess.start(walled, installation.environment(this.sandbox.places(scratch)), scratch,
				ProcessBuilder.Redirect.to(installation.errors().toFile()));
	}

	/** Where the files in a process's own folder are for the process. */
	Scratch.Places places(Scratch scratch) {
		return this.sandbox.places(scratch);
	}

	private List<Path> withInterpreter(List<Path> readable) throws IOException {
		List<Path> all = new ArrayList<>(described().folders());
		all.addAll(readable);
		return all;
	}

	@Override
	public void destroy() {
		this.guard.close();
	}

	/**
	 * All that a model's process sees of the environment: nothing of the platform's, and
	 * what settles its numerics.
	 */
	private Map<String, String> environment(Path home, Numerics numerics) throws IOException {
		Map<String, String> environment = new LinkedHashMap<>();
		environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
		environment.put("HOME", home.toString());
		environment.put("TMPDIR", home.toString());
		environment.put("LANG", "C.UTF-8");
		environment.put("PYTHONDONTWRITEBYTECODE", "1");
		environment.put("PYTHONNOUSERSITE", "1");
		environment.putAll(described().settings().getOrDefault(numerics.id(), Map.of()));
		return environment;
	}

}
