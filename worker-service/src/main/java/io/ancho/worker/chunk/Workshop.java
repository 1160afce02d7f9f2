package io.ancho.worker.chunk;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import io.ancho.events.Chunk;
import io.ancho.events.ChunkFailed.Cause;
import io.ancho.events.EnvironmentPreparing;
import io.ancho.events.Numerics;
import io.ancho.worker.ExecutorProperties;
import io.ancho.worker.ImpedimentException;
import io.ancho.worker.InfrastructureException;
import io.ancho.worker.model.Models;
import io.ancho.worker.python.Environments;
import io.ancho.worker.python.Environments.Environment;
import io.ancho.worker.python.Model;
import io.ancho.worker.python.Runner;
import io.ancho.worker.python.RunnerLostException;
import io.ancho.worker.results.RunLogs;
import io.ancho.worker.run.EndedRuns;
import org.springframework.stereotype.Component;

/**
 * Gets a slot ready for a chunk: the model's files, its environment, and a runner that
 * has it loaded.
 */
@Component
class Workshop {

	private final Models models;

	private final Environments environments;

	private final RunLogs logs;

	private final ChunkEvents events;

	private final String executor;

	/** What is known not to be the environment of a run. */
	private final Map<String, io.ancho.events.Environment> others = new ConcurrentHashMap<>();

	Workshop(Models models, Environments environments, RunLogs logs, ChunkEvents events, ExecutorProperties properties,
			EndedRuns endedRuns) {
		this.models = models;
		this.environments = environments;
		this.logs = logs;
		this.events = events;
		this.executor = properties.id();
		endedRuns.onEnd(this.others::remove);
	}

	/**
	 * Whether a chunk's model and its environment are there, so that a runner can be had
	 * at once.
	 */
	boolean isReady(Chunk chunk) {
		return this.models.isHere(chunk.model()) && this.environments.isReady(request(chunk));
	}

	/**
	 * Fetches a chunk's model and makes its environment. It takes none of a slot's time.
	 * @throws io.ancho.worker.python.ModelFault if the model is at fault
	 * @throws ImpedimentException if something is in the way of this model
	 * @throws InfrastructureException if something else is in the way
	 * @throws OtherEnvironmentException if it is known not to be the run's
	 * @throws InterruptedException if the executor stops
	 */
	Environment prepare(Chunk chunk) throws InterruptedException {
		io.ancho.events.Environment other = this.others.get(chunk.run());
		if (other != null) {
			throw new OtherEnvironmentException(other);
		}
		this.models.folder(chunk.run(), chunk.model());
		return this.environments.of(chunk.run(), request(chunk), (folder) -> this.models.unpack(chunk.model(), folder),
				() -> announce(chunk));
	}

	/** What models run behind. */
	String sandbox() {
		return this.environments.sandbox();
	}

	private Environments.Request request(Chunk chunk) {
		return new Environments.Request(chunk.keyspace(), this.models.place(chunk.model()));
	}

	/**
	 * A runner with the chunk's model loaded: the one that has it, or a new one.
	 * @throws io.ancho.worker.python.ModelFault if the model is at fault
	 * @throws RunnerLostException if the process is gone while it loads
	 * @throws ImpedimentException if something is in the way of this model
	 * @throws InfrastructureException if something else is in the way
	 * @throws InterruptedException if the executor stops
	 */
	Runner runner(Slot slot, Chunk chunk) throws InterruptedException {
		Runner loaded = slot.loadedFor(chunk.run());
		return (loaded != null) ? loaded : load(slot, chunk);
	}

	private Runner load(Slot slot, Chunk chunk) throws InterruptedException {
		Environment environment = prepare(chunk);
		this.environments.check(environment);
		Runner runner = slot.newFor(chunk.run(), environment, numerics(chunk));
		try {
			this.models.unpack(chunk.model(), runner.modelFolder());
			runner.load(new Model(chunk.model().entrypoint(), chunk.startingValues(), chunk.seed(), chunk.blockSize()),
					(text) -> printed(chunk, text));
			check(chunk, runner.environment());
			return runner;
		}
		catch (InfrastructureException ex) {
			slot.end(chunk.run());
			throw environment.folders().isEmpty() ? ex
					: new ImpedimentException(Cause.ENVIRONMENT, "with the model's packages, " + ex.getMessage(), ex);
		}
		catch (RuntimeException ex) {
			slot.end(chunk.run());
			throw ex;
		}
	}

	private static Numerics numerics(Chunk chunk) {
		return Objects.requireNonNullElse(chunk.numerics(), Numerics.PORTABLE);
	}

	private void check(Chunk chunk, io.ancho.events.Environment here) {
		if (chunk.environment() != null && !chunk.environment().equals(here.digest())) {
			this.others.put(chunk.run(), here);
			throw new OtherEnvironmentException(here);
		}
	}

	/** For the run's owner, and for whoever reads the executor's log. */
	private void printed(Chunk chunk, String text) {
		if (this.logs.append(chunk.keyspace(), chunk.run(), text)) {
			ModelOutput.log(text);
		}
	}

	private void announce(Chunk chunk) {
		try {
			this.events.publish(new EnvironmentPreparing(chunk.run(), this.executor));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
