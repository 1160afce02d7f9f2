package io.ancho.run.execution;

import io.ancho.events.Topics;
import io.ancho.run.lifecycle.RunId;
import io.ancho.run.messaging.EmptyGroups;
import io.ancho.run.messaging.Queues;

import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Takes up unfinished runs before reports and requests are let in, and keeps time for
 * them afterwards.
 */
@Component
class Execution implements SmartLifecycle {

	/** Before the Kafka listeners and the web server. */
	private static final int PHASE = 0;

	private static final String QUEUES = Topics.queue("");

	private final ActiveRuns runs;

	private final Queues queues;

	private final EmptyGroups groups;

	private volatile boolean running;

	Execution(ActiveRuns runs, Queues queues, EmptyGroups groups) {
		this.runs = runs;
		this.queues = queues;
		this.groups = groups;
	}

	@Override
	public void start() {
		this.queues.preparePool();
		this.runs.restore();
		this.running = true;
	}

	@Scheduled(fixedDelay = 500)
	void tick() {
		if (this.running) {
			this.runs.tick();
		}
	}

	@Scheduled(fixedDelay = 10_000, initialDelay = 10_000)
	void deleteGroups() {
		if (this.running) {
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
