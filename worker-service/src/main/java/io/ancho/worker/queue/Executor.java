package io.ancho.worker.queue;

import java.util.ArrayList;
import java.util.List;

import io.ancho.worker.ExecutorProperties;
import io.ancho.worker.chunk.ChunkExecution;
import io.ancho.worker.chunk.Slot;
import io.ancho.worker.chunk.Slots;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Runs the lanes, two for each slot, for as long as the executor lives. It is ready once
 * one of them has joined the queue.
 */
@Component("executor")
class Executor implements SmartLifecycle, HealthIndicator {

	private static final Logger logger = LoggerFactory.getLogger(Executor.class);

	private static final int LANES = 2;

	private static final long STOP_MILLIS = 1500;

	private final ExecutorProperties properties;

	private final Slots slots;

	private final LaneContext context;

	private final List<Lane> lanes = new ArrayList<>();

	private final List<Thread> threads = new ArrayList<>();

	private volatile boolean running;

	Executor(ExecutorProperties properties, Slots slots, ShareQueues queues, ChunkExecution execution,
			DeadLetters deadLetters, MeterRegistry meters) {
		this.properties = properties;
		this.slots = slots;
		this.context = new LaneContext(queues, execution, deadLetters, properties.deliveryLimit(),
				meters.counter("ancho.lock.renewals"));
	}

	@Override
	public void start() {
		this.running = true;
		for (int i = 0; i < this.properties.slots(); i++) {
			Slot slot = this.slots.all().get(i);
			for (int k = 0; k < LANES; k++) {
				Lane lane = new Lane(slot, this.context);
				this.lanes.add(lane);
				this.threads.add(new Thread(lane, "slot-%d-lane-%d".formatted(i, k)));
			}
		}
		this.threads.forEach(Thread::start);
		logger.info("Executor {} takes chunks from {} into {} slots", this.properties.id(), this.properties.queue(),
				this.properties.slots());
	}

	@Override
	public Health health() {
		boolean serving = this.running && this.lanes.stream().anyMatch(Lane::isServing);
		return (serving ? Health.up() : Health.outOfService()).withDetail("queue", this.properties.queue()).build();
	}

	/**
	 * Takes no more chunks, ends all Python processes and puts back what is not done.
	 */
	@Override
	public void stop() {
		this.running = false;
		this.slots.close();
		this.lanes.forEach(Lane::stop);
		long end = System.currentTimeMillis() + STOP_MILLIS;
		for (Thread thread : this.threads) {
			join(thread, end - System.currentTimeMillis());
		}
	}

	private static void join(Thread thread, long millis) {
		try {
			thread.join(Math.max(1, millis));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
