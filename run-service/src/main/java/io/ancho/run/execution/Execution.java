package io.ancho.run.execution;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.ancho.events.Topics;
import io.ancho.run.lifecycle.RunId;
import io.ancho.run.messaging.BrokerSettings;
import io.ancho.run.messaging.EmptyGroups;
import io.ancho.run.messaging.Queues;
import io.ancho.run.problem.Outages;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.Lifecycle;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Takes up unfinished runs, then lets reports and requests in, and keeps time for the
 * runs afterwards. Reading the runs may take a while; health is answered meanwhile.
 */
@Component
class Execution implements SmartLifecycle {

	private static final Logger log = LoggerFactory.getLogger(Execution.class);

	private static final int PHASE = 0;

	private static final String QUEUES = Topics.queue("");

	private static final long LONGEST_PAUSE_SECONDS = 30;

	private final ActiveRuns runs;

	private final Queues queues;

	private final BrokerSettings brokers;

	private final EmptyGroups groups;

	private final KafkaListenerEndpointRegistry listeners;

	private final CountDownLatch stopping = new CountDownLatch(1);

	private volatile boolean running;

	private volatile boolean restored;

	Execution(ActiveRuns runs, Queues queues, BrokerSettings brokers, EmptyGroups groups,
			KafkaListenerEndpointRegistry listeners) {
		this.runs = runs;
		this.queues = queues;
		this.brokers = brokers;
		this.groups = groups;
		this.listeners = listeners;
	}

	@Override
	public void start() {
		this.running = true;
		Thread thread = new Thread(this::restore, "restore");
		thread.setDaemon(true);
		thread.start();
	}

	private void restore() {
		try {
			for (long pause = 1; !isRestored(); pause = Math.min(2 * pause, LONGEST_PAUSE_SECONDS)) {
				if (this.stopping.await(pause, TimeUnit.SECONDS)) {
					return;
				}
			}
			this.brokers.check();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Nothing is let in before all of it is done; all of it may be repeated. */
	private boolean isRestored() {
		try {
			this.queues.preparePool();
			this.runs.restore();
			this.restored = true;
			if (this.running) {
				this.listeners.getListenerContainers().forEach(Lifecycle::start);
			}
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

	/**
	 * Whether the runs that were not over are taken up.
	 * @return false for a while after the start
	 */
	boolean hasRestored() {
		return this.restored;
	}

	@Scheduled(fixedDelay = 500)
	void tick() {
		if (this.running && this.restored) {
			this.runs.tick();
		}
	}

	@Scheduled(fixedDelay = 10_000, initialDelay = 10_000)
	void deleteGroups() {
		if (this.running && this.restored) {
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

	@Override
	public void stop() {
		this.running = false;
		this.stopping.countDown();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
