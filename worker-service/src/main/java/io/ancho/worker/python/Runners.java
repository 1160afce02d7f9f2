package io.ancho.worker.python;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.ancho.worker.ExecutorProperties;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Starts runner processes. The interpreter is asked about itself before the first.
 */
@Component
public class Runners {

	private static final Logger logger = LoggerFactory.getLogger(Runners.class);

	private final PythonProperties properties;

	private final DataSize memory;

	private final Counter started;

	private @Nullable Interpreter interpreter;

	private @Nullable Sandbox sandbox;

	Runners(PythonProperties properties, ExecutorProperties executor, MeterRegistry meters) {
		this.properties = properties;
		this.memory = Objects.requireNonNullElse(properties.memory(), executor.memoryOfAProcess());
		this.started = meters.counter("ancho.python.started");
	}

	/**
	 * Whether a runner can be started before its model is known.
	 * @return false under bubblewrap, which shows a process one model only
	 * @throws IOException if no runner can be started at all
	 */
	public boolean startAhead() throws IOException {
		return sandbox().startsAhead();
	}

	/**
	 * The executor's own interpreter, used by models without requirements.
	 * @return its absolute path
	 * @throws IOException if it does not run, or lacks the package {@code ancho}
	 */
	public synchronized Path interpreter() throws IOException {
		if (this.interpreter == null) {
			this.interpreter = Interpreter.describe(this.properties.interpreter());
		}
		return this.interpreter.executable();
	}

	/**
	 * Starts a runner.
	 * @param python the interpreter
	 * @param readable the files it needs beyond the executor's own interpreter's: the
	 * model's, the environment's
	 * @return a runner that has loaded nothing yet
	 * @throws IOException if it cannot be started, which is not the model's doing
	 */
	public Runner start(Path python, List<Path> readable) throws IOException {
		Path scratch = ChildProcess.newScratch();
		BlackBox box = BlackBox.create(scratch);
		List<String> command = List.of(python.toString(), "-m", "ancho.runner");
		List<String> walled = sandbox().wrap(command, scratch, readable);
		ChildProcess child = ChildProcess.start(walled, environment(scratch), scratch, ProcessBuilder.Redirect.PIPE);
		this.started.increment();
		logger.debug("Started runner {}", child.process().pid());
		return new Runner(new RunnerProcess(child, box, this.properties.maxReply().toBytes()), this.properties,
				this.memory);
	}

	private synchronized Sandbox sandbox() throws IOException {
		if (this.sandbox == null) {
			interpreter();
			this.sandbox = Sandbox.of(this.properties, Objects.requireNonNull(this.interpreter));
			logger.info("Models run behind {}", this.sandbox.getClass().getSimpleName());
		}
		return this.sandbox;
	}

	/**
	 * All that a model's process sees of the environment: nothing of the platform's. One
	 * thread for linear algebra, since a slot is a core; no randomised hashes, since
	 * equal runs give equal numbers.
	 */
	private static Map<String, String> environment(Path scratch) {
		Map<String, String> environment = new LinkedHashMap<>();
		environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
		environment.put("HOME", scratch.toString());
		environment.put("TMPDIR", scratch.toString());
		environment.put("LANG", "C.UTF-8");
		environment.put("PYTHONDONTWRITEBYTECODE", "1");
		environment.put("PYTHONNOUSERSITE", "1");
		environment.put("PYTHONHASHSEED", "0");
		for (String library : List.of("OMP", "OPENBLAS", "MKL", "NUMEXPR")) {
			environment.put(library + "_NUM_THREADS", "1");
		}
		return environment;
	}

}
