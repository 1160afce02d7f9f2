package io.ancho.worker.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.ancho.telemetry.Traces;
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
 * Runs the lanes, two for each slot, and what brings them chunks, for as long as the
 * executor lives. It is ready once it has joined the queue.
 */
@Component("executor")
class Executor implements SmartLifecycle, HealthIndicator {

	private static final Logger logger = LoggerFactory.getLogger(Executor.class);

	private static final int LANES = 2;

	/** Until the lanes have given back their chunks. */
	private static final Duration LANES_STOP = Duration.ofMillis(500);

	/** Until the queue is left. */
	private static final Duration STOP = Duration.ofMillis(1500);

	private final ExecutorProperties properties;

	private final Slots slots;

	private final Dispatcher dispatcher;

	private final Thread dispatching;

	private final List<Lane> lanes = new ArrayList<>();

	private volatile boolean running;

	Executor(ExecutorProperties properties, Slots slots, ShareQueues queues, ChunkExecution execution,
			DeadLetters deadLetters, ExecutorExit exit, MeterRegistry meters, Traces traces) {
		this.properties = properties;
		this.slots = slots;
		Surplus surplus = new Surplus(properties, (reason) -> exit.exit(Surplus.STATUS, reason, Duration.ZERO));
		this.dispatcher = new Dispatcher(queues, surplus, meters.counter("ancho.lock.renewals"));
		this.dispatching = new Thread(this.dispatcher, "queue");
		LaneContext context = new LaneContext(this.dispatcher, execution, deadLetters, properties.id(), traces,
				properties.deliveryLimit());
		for (int i = 0; i < properties.slots(); i++) {
			Slot slot = slots.all().get(i);
			for (int k = 0; k < LANES; k++) {
				this.lanes.add(new Lane(slot, context, "slot-%d-lane-%d".formatted(i, k)));
			}
		}
	}

	@Override
	public void start() {
		this.running = true;
		this.dispatching.start();
		this.lanes.forEach(Lane::start);
		logger.info("Executor {} takes chunks from {} into {} slots", this.properties.id(), this.properties.queue(),
				this.properties.slots());
	}

	@Override
	public Health health() {
		boolean serving = this.running && this.dispatcher.isServing();
		Health.Builder health = (serving ? Health.up() : Health.outOfService())
			.withDetail("queue", this.properties.queue())
			.withDetail("sandbox", this.slots.sandbox());
		String trouble = this.dispatcher.trouble();
		return ((trouble != null) ? health.withDetail("reason", trouble) : health).build();
	}

	/**
	 * Takes no more chunks, ends all Python processes and puts back what is not done.
	 */
	@Override
	public void stop() {
		this.running = false;
		long began = System.nanoTime();
		this.slots.close();
		this.lanes.forEach(Lane::stop);
		try {
			for (Lane lane : this.lanes) {
				lane.join(LANES_STOP.minusNanos(System.nanoTime() - began));
			}
			this.dispatcher.stop();
			this.dispatching.join(Math.max(1, STOP.minusNanos(System.nanoTime() - began).toMillis()));
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
