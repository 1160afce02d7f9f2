package io.ancho.worker.python;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the models that use more memory than they may, with all that they started and all
 * that they wrote to their folders. It looks four times a second; what one process may
 * have by itself, the kernel limits at once.
 */
final class MemoryGuard implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(MemoryGuard.class);

	private static final long INTERVAL_MS = 250;

	private static final int MEBIBYTE = 1 << 20;

	/** What a black box may hold is told of in some lines. */
	private static final long MAX_BOX = MEBIBYTE;

	private final Map<ChildProcess, Watch> watches = new ConcurrentHashMap<>();

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "memory-guard");
		thread.setDaemon(true);
		return thread;
	});

	/**
	 * What is looked at.
	 */
	private record Watch(MemoryUse use, long limit) {
	}

	MemoryGuard() {
		this.timer.scheduleWithFixedDelay(this::look, INTERVAL_MS, INTERVAL_MS, TimeUnit.MILLISECONDS);
	}

	/**
	 * Watches a process behind a wall for as long as it lives.
	 * @param child the process
	 * @param bytes what it may use
	 */
	void watch(ChildProcess child, long bytes) {
		this.watches.put(child, new Watch(new MemoryUse(child.process().toHandle()), bytes));
	}

	private void look() {
		this.watches.forEach((child, watch) -> {
			try {
				look(child, watch);
			}
			catch (RuntimeException ex) {
				logger.debug("Process {} cannot be looked at", child.process().pid(), ex);
			}
		});
	}

	private void look(ChildProcess child, Watch watch) {
		if (!child.isAlive()) {
			this.watches.remove(child);
		}
		else if (child.scratch().box().toFile().length() > MAX_BOX) {
			child.end(new Ending(Death.Kind.PROTOCOL, "filled the file that tells which sequence it is at"));
		}
		else if (watch.use().exceeds(watch.limit())) {
			child.end(new Ending(Death.Kind.MEMORY,
					"was ended because it used more than its %d MiB of memory, with all that it started and wrote to /tmp and /dev/shm: ask for more with executors.mem_mib"
						.formatted(watch.limit() / MEBIBYTE)));
		}
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
	}

}
