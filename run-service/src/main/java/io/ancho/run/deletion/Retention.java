package io.ancho.run.deletion;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.ancho.run.execution.RunView;
import io.ancho.run.problem.ProblemException;
import io.ancho.run.registry.Registry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Deletes the runs that have been over for longer than runs are kept, a few at a time.
 */
@Component
public class Retention {

	private static final Logger log = LoggerFactory.getLogger(Retention.class);

	private final Registry registry;

	private final Deletions deletions;

	private final DeletionWork work;

	private final DeletionProperties properties;

	private final Clock clock;

	private @Nullable Thread thread;

	Retention(Registry registry, Deletions deletions, DeletionWork work, DeletionProperties properties, Clock clock) {
		this.registry = registry;
		this.deletions = deletions;
		this.work = work;
		this.properties = properties;
		this.clock = clock;
	}

	private void keepLooking(Duration retention) {
		try {
			while (!Thread.currentThread().isInterrupted()) {
				look(retention);
				Thread.sleep(this.properties.retentionCheck().toMillis());
			}
		}
		catch (InterruptedException ex) {
			log.debug("Retention ends");
		}
	}

	private void look(Duration retention) throws InterruptedException {
		try {
			Instant until = this.clock.instant().minus(retention);
			for (RunView run : this.registry.endedBefore(until)) {
				while (this.work.pending() >= this.properties.atOnce()) {
					Thread.sleep(100);
				}
				delete(run);
			}
		}
		catch (RuntimeException ex) {
			log.warn("Runs that are over for longer than {} are looked for again later: {}", retention, ex.toString());
		}
	}

	private void delete(RunView run) {
		try {
			this.deletions.delete(run.run().owner(), run.run().id().toString(), Deletions.Cause.RETENTION);
		}
		catch (ProblemException ex) {
			log.debug("Run {} was deleted by its owner meanwhile", run.run().id(), ex);
		}
	}

	/** Begins to look for runs, if there is a limit. */
	public synchronized void begin() {
		Duration retention = this.properties.retention();
		if (retention != null) {
			this.thread = new Thread(() -> keepLooking(retention), "retention");
			this.thread.setDaemon(true);
			this.thread.start();
		}
	}

	/** Looks no more. May be repeated. */
	public synchronized void end() {
		if (this.thread != null) {
			this.thread.interrupt();
			this.thread = null;
		}
	}

}
