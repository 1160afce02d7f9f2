package io.ancho.run.execution;

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

	private final ActiveRuns runs;

	private final Queues queues;

	private volatile boolean running;

	Execution(ActiveRuns runs, Queues queues) {
		this.runs = runs;
		this.queues = queues;
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
