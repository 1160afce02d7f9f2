package io.ancho.jobs.summary;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Whether one summary is still wanted. Cancelling ends the pass that is under way, and no
 * other summary's.
 */
public final class Cancellation {

	private boolean cancelled;

	private @Nullable Future<?> pass;

	/** Nobody wants the summary any more. */
	public synchronized void cancel() {
		this.cancelled = true;
		if (this.pass != null) {
			this.pass.cancel(true);
		}
	}

	/**
	 * Goes on only where the summary is wanted.
	 * @throws CancellationException if it is not
	 */
	synchronized void check() {
		if (this.cancelled) {
			throw new CancellationException("the summary is not wanted any more");
		}
	}

	/** Begins a pass and waits for its end. */
	<T> T await(Supplier<? extends Future<T>> begin) {
		Future<T> begun = begin(begin);
		try {
			return begun.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CancellationException("the application ends");
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(String.valueOf(ex.getCause()), ex.getCause());
		}
	}

	private synchronized <T> Future<T> begin(Supplier<? extends Future<T>> begin) {
		check();
		Future<T> begun = begin.get();
		this.pass = begun;
		return begun;
	}

}
