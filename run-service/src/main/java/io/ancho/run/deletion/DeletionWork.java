package io.ancho.run.deletion;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.ancho.run.model.ModelId;
import io.ancho.run.model.Models;
import io.ancho.telemetry.LogContext;
import io.ancho.telemetry.LogField;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Works off what is to be deleted, on a thread of its own: what does not work is tried
 * again, and what the end of a leader interrupts the next one takes up.
 */
@Component
public class DeletionWork {

	private static final Logger log = LoggerFactory.getLogger(DeletionWork.class);

	private static final long PAUSE_MILLIS = 1000;

	/** Whether the data of each run is deleted already. */
	private final Map<RunDeletion, Boolean> runs = new ConcurrentHashMap<>();

	private final Set<ArchiveDeletion> archives = ConcurrentHashMap.newKeySet();

	private final Intentions intentions;

	private final RunErasure erasure;

	private final Models models;

	private volatile ScheduledExecutorService worker = newWorker();

	DeletionWork(Intentions intentions, RunErasure erasure, Models models, MeterRegistry meters) {
		this.intentions = intentions;
		this.erasure = erasure;
		this.models = models;
		meters.gauge("ancho.deletions.pending", this, DeletionWork::pending);
	}

	private static ScheduledExecutorService newWorker() {
		return Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "deletions");
			thread.setDaemon(true);
			return thread;
		});
	}

	/**
	 * Takes over a deletion whose intention is stored.
	 * @param deletion the run
	 */
	void add(RunDeletion deletion) {
		this.runs.put(deletion, false);
		wake();
	}

	/**
	 * Takes over a deletion whose intention is stored.
	 * @param archive the archive
	 */
	void add(ArchiveDeletion archive) {
		this.archives.add(archive);
		wake();
	}

	/** How many deletions are not done. */
	int pending() {
		return this.runs.size() + this.archives.size();
	}

	private void wake() {
		try {
			this.worker.execute(this::work);
		}
		catch (RejectedExecutionException ex) {
			log.debug("The service stops; the next one takes this up");
		}
	}

	private void work() {
		this.runs.forEach(this::work);
		this.archives.forEach((archive) -> attempt("archive of " + archive.model(), () -> work(archive)));
	}

	private void work(RunDeletion deletion, boolean erased) {
		try (LogContext ignored = LogContext.of(LogField.RUN, deletion.run())) {
			attempt("run " + deletion.run(), () -> erase(deletion, erased));
		}
	}

	private void erase(RunDeletion deletion, boolean erased) {
		if (!erased) {
			this.erasure.eraseData(deletion);
			this.runs.put(deletion, true);
		}
		if (this.erasure.finish(deletion)) {
			this.runs.remove(deletion);
			log.info("Nothing is left of run {}", deletion.run());
		}
	}

	private void work(ArchiveDeletion archive) {
		this.models.deleteUnneededArchive(new ModelId(archive.model()), archive.pieces());
		this.intentions.remove(archive);
		this.archives.remove(archive);
	}

	private static void attempt(String what, Runnable step) {
		try {
			step.run();
		}
		catch (RuntimeException ex) {
			log.warn("The deletion of {} is tried again: {}", what, ex.toString());
		}
	}

	/**
	 * Takes up what is not deleted yet, before the runs that are not over are taken up.
	 * Tries until that has worked.
	 * @throws InterruptedException if this instance leads no more
	 */
	public void begin() throws InterruptedException {
		this.worker = newWorker();
		while (!isTakenUp()) {
			Thread.sleep(PAUSE_MILLIS);
		}
		this.worker.scheduleWithFixedDelay(this::work, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
	}

	private boolean isTakenUp() {
		try {
			this.intentions.runs().forEach((deletion) -> {
				this.intentions.takeAway(deletion);
				this.runs.put(deletion, false);
			});
			this.archives.addAll(this.intentions.archives());
		}
		catch (RuntimeException ex) {
			log.warn("What is to be deleted cannot be read yet, trying again: {}", ex.toString());
			return false;
		}
		if (pending() > 0) {
			log.info("Took up {} deletions", pending());
		}
		return true;
	}

	/** Leaves the rest to the next leader. May be repeated. */
	public void end() {
		this.worker.shutdownNow();
		this.runs.clear();
		this.archives.clear();
	}

}
