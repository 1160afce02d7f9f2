package io.ancho.worker.chunk;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.ancho.worker.InfrastructureException;
import io.ancho.worker.python.Environments.Environment;
import io.ancho.worker.python.Runner;
import io.ancho.worker.python.Runners;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One core's worth of computing: at most one runner of it computes at a time. The lane
 * that has the turn takes a chunk and computes it; the other takes one only if that finds
 * none. The runners of the last runs stay loaded, and where the sandbox allows it one
 * more is started ahead for the next.
 */
public final class Slot implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Slot.class);

	private static final int MAX_LOADED = 3;

	private final Runners runners;

	/** The right to be the one who takes the next chunk. */
	private final Semaphore turn = new Semaphore(1, true);

	/** The right to compute. */
	private final Semaphore core = new Semaphore(1, true);

	private final Map<String, Runner> byRun = new LinkedHashMap<>(8, 0.75f, true);

	/** Both lanes prepare at the start; one of them starts the runner. */
	private final Object preparing = new Object();

	private @Nullable Runner ahead;

	private boolean closed;

	private volatile boolean busy;

	Slot(Runners runners) {
		this.runners = runners;
	}

	/**
	 * A lane's place in the slot, from before it takes a chunk until that is computed;
	 * ending it twice does nothing.
	 */
	public final class Turn implements AutoCloseable {

		private final boolean first;

		private final AtomicBoolean computing = new AtomicBoolean();

		private final AtomicBoolean over = new AtomicBoolean();

		private Turn(boolean first) {
			this.first = first;
		}

		/**
		 * Whether it is this lane's turn.
		 * @return false if the other lane has it
		 */
		public boolean isFirst() {
			return this.first;
		}

		/**
		 * Begins to compute, once nobody else does.
		 * @param patience how long to wait for that
		 * @return whether it may compute now
		 * @throws InterruptedException if the executor stops
		 */
		public boolean compute(Duration patience) throws InterruptedException {
			if (Slot.this.core.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
				this.computing.set(true);
			}
			return this.computing.get();
		}

		/** Lets the other lane compute. */
		@Override
		public void close() {
			if (this.over.compareAndSet(false, true)) {
				if (this.computing.get()) {
					Slot.this.core.release();
				}
				if (this.first) {
					Slot.this.turn.release();
				}
			}
		}

	}

	/**
	 * Waits for the turn, first come first served, but not for long.
	 * @param patience how long
	 * @return a turn, the first or not
	 * @throws InterruptedException if the executor stops
	 */
	public Turn take(Duration patience) throws InterruptedException {
		return new Turn(this.turn.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS));
	}

	/**
	 * Whether a lane computes.
	 * @return true from the moment it may until it has ended its turn
	 */
	public boolean isComputing() {
		return this.core.availablePermits() == 0;
	}

	/**
	 * Waits until no lane computes.
	 * @throws InterruptedException if the executor stops
	 */
	public void awaitIdle() throws InterruptedException {
		this.core.acquire();
		this.core.release();
	}

	void busy(boolean busy) {
		this.busy = busy;
	}

	boolean isBusy() {
		return this.busy;
	}

	/**
	 * Starts a runner ahead, if there is none and the sandbox allows it.
	 * @throws InfrastructureException if it cannot be started
	 */
	public void prepare() {
		synchronized (this.preparing) {
			try {
				if (this.runners.startAhead() && !isAhead()) {
					Runner runner = this.runners.start(this.runners.interpreter(), List.of());
					keepAhead(runner);
					closeIfClosed(runner);
				}
			}
			catch (IOException ex) {
				throw new InfrastructureException("cannot start Python", ex);
			}
		}
	}

	private synchronized void keepAhead(Runner runner) {
		if (this.ahead != null) {
			this.ahead.close();
		}
		this.ahead = runner;
	}

	/**
	 * The runner that has a run's model loaded.
	 * @return null if there is none
	 */
	synchronized @Nullable Runner loadedFor(String run) {
		Runner runner = this.byRun.get(run);
		return (runner != null && runner.isAlive()) ? runner : null;
	}

	/**
	 * A runner for a run that has none, ended with the run.
	 * @throws InfrastructureException if it cannot be started
	 */
	Runner newFor(String run, Environment environment, Path model) {
		try {
			Runner runner = takeAhead(environment);
			if (runner == null) {
				List<Path> readable = new ArrayList<>(environment.folders());
				readable.add(model);
				runner = this.runners.start(environment.python(), readable);
			}
			keep(run, runner);
			closeIfClosed(runner);
			return runner;
		}
		catch (IOException ex) {
			throw new InfrastructureException("cannot start Python", ex);
		}
	}

	private synchronized boolean isAhead() {
		return this.ahead != null && this.ahead.isAlive();
	}

	private synchronized @Nullable Runner takeAhead(Environment environment) {
		Runner runner = this.ahead;
		if (runner == null || !environment.folders().isEmpty()) {
			return null;
		}
		this.ahead = null;
		if (runner.isAlive()) {
			return runner;
		}
		runner.close();
		return null;
	}

	private void keep(String run, Runner runner) {
		List<Runner> dispensable = new ArrayList<>();
		synchronized (this) {
			Runner before = this.byRun.put(run, runner);
			if (before != null) {
				dispensable.add(before);
			}
			if (this.byRun.size() > MAX_LOADED) {
				String oldest = this.byRun.keySet().iterator().next();
				dispensable.add(this.byRun.remove(oldest));
			}
		}
		dispensable.forEach(Runner::close);
	}

	/**
	 * Ends the runner of a run, whatever it is doing.
	 * @param run the run's id
	 */
	public void end(String run) {
		Runner runner;
		synchronized (this) {
			runner = this.byRun.remove(run);
		}
		if (runner != null) {
			logger.debug("Ending the runner of run {}", run);
			runner.close();
		}
	}

	private void closeIfClosed(Runner runner) {
		if (isClosed()) {
			runner.close();
		}
	}

	/**
	 * Whether the executor stops.
	 * @return true once {@link #close} was called
	 */
	synchronized boolean isClosed() {
		return this.closed;
	}

	/**
	 * Ends all runners.
	 */
	@Override
	public void close() {
		List<Runner> all;
		synchronized (this) {
			this.closed = true;
			all = new ArrayList<>(this.byRun.values());
			if (this.ahead != null) {
				all.add(this.ahead);
			}
			this.byRun.clear();
			this.ahead = null;
		}
		all.forEach(Runner::close);
	}

}
