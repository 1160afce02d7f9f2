package io.ancho.worker.results;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.connection.FrameTooLongException;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import io.ancho.events.ChunkFailed.Cause;
import io.ancho.worker.ImpedimentException;
import io.ancho.worker.InfrastructureException;
import org.jspecify.annotations.Nullable;

/**
 * A set of statements that are executed side by side, no more at a time than the executor
 * allows, and succeed or fail as one. For one thread.
 */
final class Writes {

	private final CqlSession session;

	private final Semaphore inFlight;

	private final Semaphore ended = new Semaphore(0);

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	private int submitted;

	Writes(CqlSession session, Semaphore inFlight) {
		this.session = session;
		this.inFlight = inFlight;
	}

	void submit(BoundStatement statement) throws InterruptedException {
		if (this.failure.get() != null) {
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
		catch (DriverException | IllegalStateException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/**
	 * Waits until all statements have ended.
	 * @throws ImpedimentException if one of them is invalid, as it will be next time
	 * @throws InfrastructureException if one of them failed
	 * @throws InterruptedException if the executor stops
	 */
	void await() throws InterruptedException {
		this.ended.acquire(this.submitted);
		this.submitted = 0;
		Throwable error = this.failure.get();
		if (error instanceof QueryValidationException || error instanceof FrameTooLongException) {
			throw new ImpedimentException(Cause.STORAGE, "the store refuses the results: " + error.getMessage(), error);
		}
		if (error != null) {
			throw new InfrastructureException("cannot store results", error);
		}
	}

}
