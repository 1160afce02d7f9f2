package io.ancho.worker.chunk;

import java.time.Duration;
import java.util.Objects;

import io.ancho.events.Chunk;
import io.ancho.events.ChunkFailed.Cause;
import io.ancho.worker.python.ModelFault;
import io.ancho.worker.python.PythonProperties;
import io.ancho.worker.python.ReplyBuffer;
import io.ancho.worker.python.Runner;
import io.ancho.worker.python.RunnerLostException;
import io.ancho.worker.python.Slice;
import io.ancho.worker.run.EndedRuns;
import io.ancho.worker.run.RunEndedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Computes a chunk slice by slice.
 * <p>
 * A runner hands over what it has after some seconds. One that is lost, for whatever
 * reason, is replaced, and {@link Suspicion} decides what to ask the next one for, until
 * the sequence that ends every process is found: it has failed, and the rest count.
 */
@Component
class Computation {

	private static final Logger logger = LoggerFactory.getLogger(Computation.class);

	private static final Duration PILOT = Duration.ofMillis(500);

	private final Workshop workshop;

	private final KnownOutputs knownOutputs;

	private final EndedRuns endedRuns;

	private final Duration pace;

	private final ChunkMeters meters;

	Computation(Workshop workshop, KnownOutputs knownOutputs, EndedRuns endedRuns, PythonProperties python,
			ChunkMeters meters) {
		this.workshop = workshop;
		this.knownOutputs = knownOutputs;
		this.endedRuns = endedRuns;
		this.pace = python.slice();
		this.meters = meters;
	}

	/**
	 * Computes the next slice.
	 * @param slot where, in the caller's turn
	 * @param chunk the chunk
	 * @param from its first sequence that is still to be computed
	 * @param suspicion what is suspected of its sequences
	 * @param buffer where the outputs go
	 * @return at least one sequence
	 * @throws io.ancho.worker.python.ModelFault if it cannot be computed
	 * @throws RunEndedException if the run ended meanwhile
	 * @throws io.ancho.worker.InfrastructureException if something else is in the way
	 * @throws InterruptedException if the executor stops
	 */
	Slice next(Slot slot, Chunk chunk, long from, Suspicion suspicion, ReplyBuffer buffer) throws InterruptedException {
		Slice slice = null;
		while (slice == null || slice.count() == 0) {
			slice = attempt(slot, chunk, suspicion.next(from), suspicion, buffer);
		}
		this.knownOutputs.check(chunk.run(), slice.outputs());
		this.meters.computed(slice);
		return slice;
	}

	/** Returns null, or no sequences, if a fresh process must try. */
	private @Nullable Slice attempt(Slot slot, Chunk chunk, Suspicion.Range range, Suspicion suspicion,
			ReplyBuffer buffer) throws InterruptedException {
		if (range.fresh()) {
			slot.end(chunk.run());
		}
		try {
			Slice slice = compute(slot, chunk, range, buffer);
			suspicion.survived(slice.end());
			return slice;
		}
		catch (RunnerLostException ex) {
			stopIfUnwanted(slot, chunk);
			this.meters.runnerLost();
			logger.warn("Run {}, sequences {} to {}: {}", chunk.run(), range.first(), range.end() - 1, ex.getMessage());
			return isProven(chunk, range, suspicion, ex) ? failed(chunk, range, ex, buffer) : null;
		}
	}

	private static boolean isProven(Chunk chunk, Suspicion.Range range, Suspicion suspicion, RunnerLostException ex) {
		Runner.Loaded model = ex.model();
		if (model != null) {
			return suspicion.lost(range, model.batch() ? chunk.blockSize() : 1, ex.death());
		}
		if (suspicion.lostLoading(ex.death())) {
			throw new ModelFault(Cause.MODEL, ex.death().whileLoadingMessage());
		}
		return false;
	}

	private Slice failed(Chunk chunk, Suspicion.Range range, RunnerLostException ex, ReplyBuffer buffer) {
		return Slice.failed(range.first(), range.count(), this.knownOutputs.of(chunk.run()),
				Objects.requireNonNull(ex.model()), ex.death(), buffer);
	}

	private Slice compute(Slot slot, Chunk chunk, Suspicion.Range range, ReplyBuffer buffer)
			throws InterruptedException {
		slot.busy(true);
		try {
			Runner runner = this.workshop.runner(slot, chunk);
			Duration pace = chunk.pilot() ? PILOT : this.pace;
			Pace turn = slot.turns().pace();
			turn.begin(chunk.run(), chunk.first() + chunk.count() - range.first());
			Slice slice = runner.run(new Runner.Request(range.first(), range.count(), pace, chunk.sequenceTimeout()),
					buffer);
			turn.end(chunk.run(), slice.count());
			if (slice.worn()) {
				slot.end(chunk.run());
			}
			return slice;
		}
		catch (RunnerLostException ex) {
			slot.end(chunk.run());
			throw ex;
		}
		finally {
			slot.turns().pace().forget();
			slot.busy(false);
		}
	}

	private void stopIfUnwanted(Slot slot, Chunk chunk) throws InterruptedException {
		if (slot.isClosed()) {
			throw new InterruptedException("the executor stops");
		}
		if (this.endedRuns.contains(chunk.run())) {
			throw new RunEndedException(chunk.run());
		}
	}

}
