package io.ancho.worker.python;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Starts every process from one thread that lives as long as the executor. Linux sends a
 * parent-death signal when the <em>thread</em> that started a process ends (prctl(2),
 * PR_SET_PDEATHSIG), so it must not be a thread that comes and goes.
 */
final class Spawner {

	private static final ExecutorService thread = Executors.newSingleThreadExecutor((task) -> {
		Thread spawner = new Thread(task, "spawner");
		spawner.setDaemon(true);
		return spawner;
	});

	private Spawner() {
	}

	static Process start(ProcessBuilder builder) throws IOException {
		Future<Process> started = thread.submit(builder::start);
		try {
			return started.get();
		}
		catch (InterruptedException ex) {
			started.cancel(false);
			Thread.currentThread().interrupt();
			throw new IOException("interrupted while starting " + builder.command().get(0), ex);
		}
		catch (ExecutionException ex) {
			throw new IOException("cannot start " + builder.command(), ex.getCause());
		}
	}

}
