package io.ancho.worker.chunk;

import io.ancho.events.Chunk;
import io.ancho.events.ChunkEvent;
import io.ancho.events.ChunkFailed;
import io.ancho.events.ChunkFailed.Cause;
import io.ancho.events.ChunkImpeded;
import io.ancho.events.ChunkRefused;
import io.ancho.events.SequenceFailure;
import io.ancho.worker.ExecutorProperties;
import io.ancho.worker.ImpedimentException;
import io.ancho.worker.InfrastructureException;
import io.ancho.worker.python.ModelFault;
import io.ancho.worker.python.ReplyBuffer;
import io.ancho.worker.python.Slice;
import io.ancho.worker.python.StorableText;
import io.ancho.worker.results.ResultStore;
import io.ancho.worker.run.EndedRuns;
import io.ancho.worker.run.RunEndedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Executes chunks: computes, stores, reports, in this order. While a chunk's last slice
 * is stored, the slot's other lane computes.
 */
@Component
public class ChunkExecution {

	private static final Logger logger = LoggerFactory.getLogger(ChunkExecution.class);

	private final Workshop workshop;

	private final Computation computation;

	private final ResultStore results;

	private final ChunkEvents events;

	private final EndedRuns endedRuns;

	private final ExecutorProperties executor;

	private final ChunkMeters meters;

	ChunkExecution(Workshop workshop, Computation computation, ResultStore results, ChunkEvents events,
			EndedRuns endedRuns, ExecutorProperties executor, ChunkMeters meters) {
		this.workshop = workshop;
		this.computation = computation;
		this.results = results;
		this.events = events;
		this.endedRuns = endedRuns;
		this.executor = executor;
		this.meters = meters;
	}

	/**
	 * Executes a chunk.
	 * @param chunk the chunk
	 * @param slot where to compute it
	 * @param turn the turn in that slot, ended as soon as all is computed
	 * @param buffer the lane's memory for outputs
	 * @return what the queue is to do with it
	 */
	public Outcome execute(Chunk chunk, Slot slot, Turns.Turn turn, ReplyBuffer buffer) {
		try {
			if (!isOver(chunk)) {
				settle(chunk, slot, turn, buffer);
			}
			return new Outcome.Settled();
		}
		catch (RunEndedException ex) {
			logger.debug("Dropped sequences {} …: {}", chunk.first(), ex.getMessage());
			return new Outcome.Settled();
		}
		catch (OtherEnvironmentException ex) {
			slot.end(chunk.run());
			return report(chunk,
					new ChunkRefused(chunk.run(), this.executor.id(), chunk.first(), chunk.count(), ex.environment()),
					new Outcome.Refused());
		}
		catch (InterruptedException ex) {
			return new Outcome.Abandoned();
		}
		catch (RuntimeException ex) {
			return unsettled(chunk, slot, ex);
		}
	}

	private Outcome unsettled(Chunk chunk, Slot slot, RuntimeException ex) {
		if (slot.isClosed()) {
			return new Outcome.Abandoned();
		}
		if (ex instanceof InfrastructureException) {
			return isOver(chunk) ? new Outcome.Settled() : new Outcome.Impeded(String.valueOf(ex.getMessage()));
		}
		slot.end(chunk.run());
		if (ex instanceof ImpedimentException impediment) {
			return handBack(chunk, impediment.kind(), String.valueOf(ex.getMessage()));
		}
		return handBack(chunk, ex);
	}

	/**
	 * Hands a chunk back to run-service that brings a defect of this executor to light.
	 * @param chunk the chunk
	 * @param defect what was thrown
	 * @return what the queue is to do with it
	 */
	public Outcome handBack(Chunk chunk, Throwable defect) {
		logger.error("Run {}, sequences {} …: unexpected", chunk.run(), chunk.first(), defect);
		return handBack(chunk, Cause.UNEXPECTED, "the executor failed: " + defect);
	}

	/**
	 * Hands a chunk back to run-service, which lets it be tried again after a pause.
	 * @param chunk the chunk
	 * @param cause what kind of trouble it is, or null for an outage
	 * @param message what happened
	 * @return what the queue is to do with it
	 */
	public Outcome handBack(Chunk chunk, @Nullable Cause cause, String message) {
		logger.warn("Run {}, sequences {} …, are handed back: {}", chunk.run(), chunk.first(), message);
		return report(chunk, new ChunkImpeded(chunk.run(), this.executor.id(), chunk.first(), chunk.count(), cause,
				StorableText.of(message)), new Outcome.Settled());
	}

	private Outcome report(Chunk chunk, ChunkEvent event, Outcome reported) {
		try {
			if (!isOver(chunk)) {
				this.events.publish(event);
			}
			return reported;
		}
		catch (InterruptedException ex) {
			return new Outcome.Abandoned();
		}
		catch (ImpedimentException | InfrastructureException ex) {
			return new Outcome.Impeded(String.valueOf(ex.getMessage()));
		}
	}

	private void settle(Chunk chunk, Slot slot, Turns.Turn turn, ReplyBuffer buffer) throws InterruptedException {
		try {
			complete(chunk, slot, turn, buffer);
		}
		catch (ModelFault fault) {
			giveUp(chunk, fault.kind(), String.valueOf(fault.getMessage()), 0, null);
		}
	}

	private void giveUp(Chunk chunk, Cause cause, String message, long failed, @Nullable SequenceFailure first)
			throws InterruptedException {
		if (!isOver(chunk)) {
			logger.info("Run {}, sequences {} …: {} {}", chunk.run(), chunk.first(), cause, message);
			this.events.publish(new ChunkFailed(chunk.run(), this.executor.id(), chunk.first(), chunk.count(), cause,
					StorableText.of(message), failed, first));
		}
	}

	private void complete(Chunk chunk, Slot slot, Turns.Turn turn, ReplyBuffer buffer) throws InterruptedException {
		Perseverance perseverance = new Perseverance(this.executor.patience(), () -> isOver(chunk));
		prepare(chunk, turn, perseverance);
		Tally tally = new Tally(chunk);
		Suspicion suspicion = new Suspicion(chunk.first() + chunk.count());
		while (!tally.isComplete()) {
			Slice slice = perseverance
				.attempt(() -> this.computation.next(slot, chunk, tally.end(), suspicion, buffer));
			if (tally.isCompletedBy(slice)) {
				turn.close();
			}
			tally.add(slice);
			store(chunk, slice, perseverance);
			if (!tally.isComplete() && tally.failed() > chunk.maxFailures()) {
				giveUp(chunk, Cause.FAILURES, "more sequences failed than max_failures allows", tally.failed(),
						tally.firstFailure());
				return;
			}
		}
		this.events.publish(tally.report(this.executor.id(), this.executor.slots(), this.workshop.sandbox()));
	}

	/** The other lane computes meanwhile, however long it takes. */
	private void prepare(Chunk chunk, Turns.Turn turn, Perseverance perseverance) throws InterruptedException {
		if (!this.workshop.isReady(chunk)) {
			turn.close();
			perseverance.attempt(() -> this.workshop.prepare(chunk));
			turn.resume();
		}
	}

	private void store(Chunk chunk, Slice slice, Perseverance perseverance) throws InterruptedException {
		long began = System.nanoTime();
		perseverance.attempt(() -> {
			this.results.write(chunk.keyspace(), chunk.run(), slice);
			return true;
		});
		this.meters.stored(System.nanoTime() - began);
	}

	private boolean isOver(Chunk chunk) {
		return this.endedRuns.contains(chunk.run());
	}

}
