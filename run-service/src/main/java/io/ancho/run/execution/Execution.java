package io.ancho.run.execution;

import java.util.concurrent.TimeUnit;

import io.ancho.events.Topics;
import io.ancho.run.lifecycle.RunId;
import io.ancho.run.messaging.BrokerSettings;
import io.ancho.run.messaging.EmptyGroups;
import io.ancho.run.messaging.Queues;
import io.ancho.run.problem.Outages;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Takes up unfinished runs, then lets reports in, and keeps time for the runs afterwards,
 * until it is ended. Reading the runs may take a while; health is answered meanwhile.
 */
@Component
public class Execution {

	private static final Logger log = LoggerFactory.getLogger(Execution.class);

	private static final String QUEUES = Topics.queue("");

	private static final long LONGEST_PAUSE_SECONDS = 30;

	private final ActiveRuns runs;

	private final Queues queues;

	private final BrokerSettings brokers;

	private final EmptyGroups groups;

	private final Listeners listeners;

	private volatile boolean restored;

	Execution(ActiveRuns runs, Queues queues, BrokerSettings brokers, EmptyGroups groups, Listeners listeners) {
		this.runs = runs;
		this.queues = queues;
		this.brokers = brokers;
		this.groups = groups;
		this.listeners = listeners;
	}

	/**
	 * Begins, and tries until that has worked.
	 * @throws InterruptedException if this instance leads no more
	 */
	public void begin() throws InterruptedException {
		for (long pause = 1; !isRestored(); pause = Math.min(2 * pause, LONGEST_PAUSE_SECONDS)) {
			TimeUnit.SECONDS.sleep(pause);
		}
	}

	/** Says what of the brokers' settings is too small. */
	public void checkBrokers() {
		this.brokers.check();
	}

	/** Nothing is let in before all of it is done; all of it may be repeated. */
	private boolean isRestored() {
		try {
			this.queues.preparePool();
			this.runs.restore();
			this.restored = true;
			this.listeners.start();
			return true;
		}
		catch (RuntimeException ex) {
			if (Outages.isOutage(ex)) {
				log.warn("The runs that are not over cannot be read yet, trying again: {}", ex.toString());
			}
			else {
				log.error("The runs that are not over cannot be taken up, trying again", ex);
			}
			return false;
		}
	}

	/** Finishes what is being counted, and lets go of the runs. May be repeated. */
	public void end() {
		this.listeners.stop();
		this.restored = false;
		this.runs.forget();
	}

	/**
	 * Whether the runs that were not over are taken up.
	 * @return false for a while after it has begun to lead, and while it does not
	 */
	public boolean hasRestored() {
		return this.restored;
	}

	@Scheduled(fixedDelay = 500)
	void tick() {
		if (this.restored) {
			this.listeners.startFenced();
			this.runs.tick();
		}
	}

	@Scheduled(fixedDelay = 10_000, initialDelay = 10_000)
	void deleteGroups() {
		if (this.restored) {
			this.groups.delete(this::isOfRunThatIsOver);
		}
	}

	/** Groups of runs that are not this service's own are left alone. */
	private boolean isOfRunThatIsOver(String group) {
		return group.startsWith(QUEUES) && RunId.parse(group.substring(QUEUES.length()))
			.flatMap(this.runs::view)
			.filter((view) -> view.run().state().isOver())
			.isPresent();
	}

}
