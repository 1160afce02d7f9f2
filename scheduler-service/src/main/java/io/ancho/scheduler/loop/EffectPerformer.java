package io.ancho.scheduler.loop;

import java.util.function.Consumer;

import io.ancho.events.ExecutorsChanged;
import io.ancho.scheduler.core.Effect;
import io.ancho.scheduler.core.Executor;
import io.ancho.scheduler.core.RunId;
import io.ancho.scheduler.core.SchedulerEvent;
import io.ancho.scheduler.mesos.MesosCalls;
import io.ancho.scheduler.messaging.ExecutorsPublisher;
import io.ancho.scheduler.outage.Outages;
import io.ancho.scheduler.outage.Outages.Needed;
import io.ancho.telemetry.LogContext;
import io.ancho.telemetry.LogField;
import io.ancho.telemetry.Traces;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Performs effects. Nothing is told to Mesos before all that came before is stored.
 */
@Component
final class EffectPerformer {

	private static final Logger logger = LoggerFactory.getLogger(EffectPerformer.class);

	private final Writes writes;

	private final MesosCalls mesos;

	private final ExecutorsPublisher publisher;

	private final SchedulerMetrics metrics;

	private final Outages outages;

	private final Traces traces;

	EffectPerformer(Writes writes, MesosCalls mesos, ExecutorsPublisher publisher, SchedulerMetrics metrics,
			Outages outages, Traces traces) {
		this.traces = traces;
		this.writes = writes;
		this.mesos = mesos;
		this.publisher = publisher;
		this.metrics = metrics;
		this.outages = outages;
	}

	void perform(Effect effect, Consumer<SchedulerEvent> events) throws InterruptedException {
		this.metrics.count(effect);
		if (this.writes.begin(effect)) {
			return;
		}
		if (effect instanceof Effect.Publish publish) {
			publish(publish.event(), events);
		}
		else if (effect instanceof Effect.Ended ended) {
			log(ended);
		}
		else if (effect instanceof Effect.ReadLog read) {
			this.mesos.readLog(read, (lines) -> events.accept(new SchedulerEvent.LogRead(read.executor(), lines)));
		}
		else if (effect instanceof Effect.Warning warning) {
			logger.warn("{}", warning.text());
		}
		else {
			call(effect);
		}
	}

	/** All effects of an event were given: waits until what they store is stored. */
	void finish() throws InterruptedException {
		this.writes.finish();
	}

	/** The rest is not to be performed any more. */
	void abandon() {
		this.writes.abandon();
	}

	private void call(Effect effect) {
		if (effect instanceof Effect.Accept accept) {
			accept.launches().forEach((launch) -> log(launch.executor()));
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
			if (ex == null) {
				this.outages.noteSuccess(Needed.KAFKA);
			}
			else {
				unpublished(event, ex);
				events.accept(new SchedulerEvent.Unpublished(new RunId(event.run())));
			}
		});
	}

	private void unpublished(ExecutorsChanged event, Throwable ex) {
		this.outages.noteFailure(Needed.KAFKA, String.valueOf(ex.getMessage()));
		try (LogContext ignored = LogContext.of(LogField.RUN, event.run())) {
			logger.warn("Kafka does not take the executors of run {}; trying again", event.run(), ex);
		}
	}

	private static LogContext about(Executor executor) {
		return LogContext.of(LogField.RUN, executor.run())
			.and(LogField.EXECUTOR, executor.id())
			.and(LogField.USER, executor.owner());
	}

	private void log(Executor launched) {
		try (LogContext ignored = about(launched);
				Traces.Scope span = this.traces.span("launch executor", this.traces.of(launched.run().value()))) {
			logger.info("Launching {} on {}", launched.id(), launched.host());
		}
	}

	private static void log(Effect.Ended ended) {
		try (LogContext ignored = about(ended.executor())) {
			say(ended);
		}
	}

	private static void say(Effect.Ended ended) {
		if (ended.expected()) {
			logger.info("{} has ended: {}", ended.executor().id(), ended.cause().message());
		}
		else {
			logger.warn("{} has ended although its run still needs it: {} ({})", ended.executor().id(),
					ended.cause().message(), ended.state());
		}
	}

}
