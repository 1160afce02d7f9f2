package io.ancho.worker.results;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import io.ancho.worker.run.EndedRuns;
import io.ancho.worker.run.RunEndedException;
import org.jspecify.annotations.Nullable;

/**
 * A set of statements that are executed side by side, no more at a time than the executor
 * allows, and succeed or fail as one. For one thread.
 */
final class Writes {

	private final CqlSession session;

	private final Semaphore inFlight;

	private final EndedRuns endedRuns;

	private final String run;

	private final Semaphore ended = new Semaphore(0);

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	private int submitted;

	/**
	 * Statements for a run, for as long as that has not ended.
	 */
	Writes(CqlSession session, Semaphore inFlight, EndedRuns endedRuns, String run) {
		this.session = session;
		this.inFlight = inFlight;
		this.endedRuns = endedRuns;
		this.run = run;
	}

	void submit(BoundStatement statement) throws InterruptedException {
		if (this.failure.get() != null || isUnwanted()) {
			return;
		}
		this.inFlight.acquire();
		this.submitted++;
		execute(statement).whenComplete((result, error) -> {
			if (error != null) {
				this.failure.compareAndSet(null, error);
			}
			this.inFlight.release();
			this.ended.release();
		});
	}

	private CompletionStage<?> execute(BoundStatement statement) {
		try {
			return this.session.executeAsync(statement);
		}
		catch (DriverException | IllegalStateException | IllegalArgumentException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/** Then no more are submitted; those under way still read their values. */
	private boolean isUnwanted() {
		return this.endedRuns.contains(this.run);
	}

	/**
	 * Waits until all statements have ended.
	 * @throws io.ancho.worker.ImpedimentException if one of them is invalid, as it will
	 * be next time
	 * @throws io.ancho.worker.InfrastructureException if one of them failed
	 * @throws RunEndedException if they are not wanted any more
	 * @throws InterruptedException if the executor stops
	 */
	void await() throws InterruptedException {
		this.ended.acquire(this.submitted);
		this.submitted = 0;
		if (isUnwanted()) {
			throw new RunEndedException(this.run);
		}
		Throwable error = this.failure.get();
		if (error != null) {
			throw Refusals.of(error, "cannot store results");
		}
	}

}
