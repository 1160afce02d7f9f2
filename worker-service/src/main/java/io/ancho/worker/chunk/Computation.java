package io.ancho.worker.chunk;

import java.time.Duration;

import io.ancho.events.Chunk;
import io.ancho.worker.python.PythonProperties;
import io.ancho.worker.python.ReplyBuffer;
import io.ancho.worker.python.Runner;
import io.ancho.worker.python.RunnerLostException;
import io.ancho.worker.python.Slice;
import io.ancho.worker.run.EndedRuns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Computes a chunk slice by slice.
 * <p>
 * A runner hands over what it has after some seconds, so a process that is silent for
 * that long and the {@code sequence_timeout} on top has a sequence that takes too long,
 * however many sequences the chunk has. A runner that is lost, for whatever reason, is
 * replaced once and asked for smaller slices: only if that is lost as well it is the
 * model's fault, and not that of somebody who killed a process or suspended a machine.
 */
@Component
class Computation {

	private static final Logger logger = LoggerFactory.getLogger(Computation.class);

	private static final Duration PILOT = Duration.ofMillis(500);

	private static final int GENTLER = 10;

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
	 * @param buffer where the outputs go
	 * @return at least one sequence
	 * @throws io.ancho.worker.python.ModelFault if it cannot be computed
	 * @throws RunEndedException if the run ended meanwhile
	 * @throws io.ancho.worker.InfrastructureException if something else is in the way
	 * @throws InterruptedException if the executor stops
	 */
	Slice next(Slot slot, Chunk chunk, long from, ReplyBuffer buffer) throws InterruptedException {
		Duration normal = chunk.pilot() ? PILOT : this.pace;
		Slice slice;
		try {
			slice = compute(slot, chunk, from, normal, buffer);
		}
		catch (RunnerLostException ex) {
			logger.warn("{}, in run {} from sequence {} on; trying once more", ex.getMessage(), chunk.run(), from);
			slice = computeOnceMore(slot, chunk, from, normal.dividedBy(GENTLER), buffer);
		}
		this.knownOutputs.check(chunk.run(), slice.outputs());
		this.meters.computed(slice);
		return slice;
	}

	private Slice computeOnceMore(Slot slot, Chunk chunk, long from, Duration pace, ReplyBuffer buffer)
			throws InterruptedException {
		try {
			return compute(slot, chunk, from, pace, buffer);
		}
		catch (RunnerLostException ex) {
			throw ex.asFault();
		}
	}

	private Slice compute(Slot slot, Chunk chunk, long from, Duration pace, ReplyBuffer buffer)
			throws InterruptedException {
		int left = Math.toIntExact(chunk.first() + chunk.count() - from);
		slot.busy(true);
		try {
			Runner runner = this.workshop.runner(slot, chunk);
			return runner.run(new Runner.Request(from, left, pace, chunk.sequenceTimeout()), buffer);
		}
		catch (RunnerLostException ex) {
			slot.end(chunk.run());
			stopIfUnwanted(slot, chunk);
			this.meters.runnerLost();
			throw ex;
		}
		finally {
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
