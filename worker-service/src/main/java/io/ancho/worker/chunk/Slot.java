package io.ancho.worker.chunk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.ancho.events.Numerics;
import io.ancho.worker.InfrastructureException;
import io.ancho.worker.python.Environments.Environment;
import io.ancho.worker.python.Runner;
import io.ancho.worker.python.Runners;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One core's worth of computing: at most one runner of it computes at a time. The runners
 * of the last runs stay loaded, and one more is started ahead for the next.
 */
public final class Slot implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Slot.class);

	private static final int MAX_LOADED = 3;

	private final Runners runners;

	private final Turns turns = new Turns();

	private final Map<String, Runner> byRun = new LinkedHashMap<>(8, 0.75f, true);

	/** Both lanes prepare at the start; one of them starts the runner. */
	private final Object preparing = new Object();

	private @Nullable Runner ahead;

	private boolean closed;

	private volatile boolean busy;

	/** Whether a run has come, so that another may be expected. */
	private volatile boolean used;

	/**
	 * A slot of an executor.
	 * @param runners starts its processes
	 * @param first whether it is the executor's first: the others start no process before
	 * they are used
	 */
	Slot(Runners runners, boolean first) {
		this.runners = runners;
		this.used = first;
	}

	/**
	 * Whose turn it is.
	 * @return this slot's turns
	 */
	public Turns turns() {
		return this.turns;
	}

	void busy(boolean busy) {
		this.busy = busy;
	}

	boolean isBusy() {
		return this.busy;
	}

	/**
	 * Starts a runner ahead, if there is none.
	 * @throws InfrastructureException if it cannot be started
	 */
	public void prepare() {
		synchronized (this.preparing) {
			try {
				if (this.used && !isAhead()) {
					Runner runner = this.runners.start(this.runners.interpreter(), List.of(), Numerics.PORTABLE);
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
	Runner newFor(String run, Environment environment, Numerics numerics) {
		try {
			this.used = true;
			Runner runner = (numerics == Numerics.PORTABLE) ? takeAhead(environment) : null;
			if (runner == null) {
				runner = this.runners.start(environment.python(), environment.folders(), numerics);
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
