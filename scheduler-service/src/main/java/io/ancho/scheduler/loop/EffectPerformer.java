package io.ancho.scheduler.loop;

import java.util.function.Consumer;

import com.datastax.oss.driver.api.core.DriverException;
import io.ancho.events.ExecutorsChanged;
import io.ancho.scheduler.core.Effect;
import io.ancho.scheduler.core.RunId;
import io.ancho.scheduler.core.SchedulerEvent;
import io.ancho.scheduler.mesos.MesosCalls;
import io.ancho.scheduler.messaging.ExecutorsPublisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Performs effects. Storing is tried until it succeeds, for nothing may be told to Mesos
 * that would be forgotten.
 */
@Component
final class EffectPerformer {

	private static final Logger logger = LoggerFactory.getLogger(EffectPerformer.class);

	private static final long RETRY_MILLIS = 1000;

	private final Memory memory;

	private final MesosCalls mesos;

	private final ExecutorsPublisher publisher;

	private final SchedulerMetrics metrics;

	EffectPerformer(Memory memory, MesosCalls mesos, ExecutorsPublisher publisher, SchedulerMetrics metrics) {
		this.memory = memory;
		this.mesos = mesos;
		this.publisher = publisher;
		this.metrics = metrics;
	}

	void perform(Effect effect, Consumer<SchedulerEvent> events) throws InterruptedException {
		this.metrics.count(effect);
		if (remember(effect)) {
			return;
		}
		if (effect instanceof Effect.Publish publish) {
			publish(publish.event(), events);
		}
		else if (effect instanceof Effect.Ended ended) {
			log(ended);
		}
		else {
			call(effect);
		}
	}

	private boolean remember(Effect effect) throws InterruptedException {
		while (true) {
			try {
				return this.memory.perform(effect);
			}
			catch (DriverException ex) {
				logger.warn("Cassandra does not take {}; trying again", effect, ex);
				Thread.sleep(RETRY_MILLIS);
			}
		}
	}

	private void call(Effect effect) {
		if (effect instanceof Effect.Accept accept) {
			accept.launches()
				.forEach((launch) -> logger.info("Launching {} on {}", launch.executor().id(),
						launch.executor().host()));
			this.mesos.accept(accept);
		}
		else if (effect instanceof Effect.Decline decline) {
			this.mesos.decline(decline);
		}
		else if (effect instanceof Effect.Kill kill) {
			this.mesos.kill(kill);
		}
		else if (effect instanceof Effect.Acknowledge acknowledge) {
			this.mesos.acknowledge(acknowledge);
		}
		else if (effect instanceof Effect.Reconcile reconcile) {
			this.mesos.reconcile(reconcile);
		}
		else if (effect instanceof Effect.Suppress) {
			this.mesos.suppress();
		}
		else if (effect instanceof Effect.Revive) {
			this.mesos.revive();
		}
	}

	private void publish(ExecutorsChanged event, Consumer<SchedulerEvent> events) {
		this.publisher.publish(event).whenComplete((result, ex) -> {
			if (ex != null) {
				logger.warn("Kafka does not take the executors of run {}; trying again", event.run(), ex);
				events.accept(new SchedulerEvent.Unpublished(new RunId(event.run())));
			}
		});
	}

	private static void log(Effect.Ended ended) {
		if (ended.expected()) {
			logger.info("{} has ended: {}", ended.executor().id(), ended.reason());
		}
		else {
			logger.warn("{} has ended although its run still needs it: {} ({})", ended.executor().id(), ended.reason(),
					ended.state());
		}
	}

}
