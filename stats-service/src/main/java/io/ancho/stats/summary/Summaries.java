package io.ancho.stats.summary;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.datastax.oss.driver.api.core.DriverException;
import io.ancho.events.SequencesCompleted;
import io.ancho.events.SummaryEvent;
import io.ancho.events.SummaryFailed;
import io.ancho.stats.messaging.Sends;
import io.ancho.stats.spark.Spark;
import io.ancho.stats.spark.SparkDriverException;
import io.ancho.telemetry.LogContext;
import io.ancho.telemetry.LogField;
import io.ancho.telemetry.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.KafkaException;
import org.springframework.stereotype.Component;

/**
 * Has summaries made, in each lane one after the other, and tells their end. What is
 * wrong with the results ends a summary; trouble with the infrastructure does not, it is
 * tried again until it works or the run is over.
 */
@Component
class Summaries implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(Summaries.class);

	private final SummaryQueue queue;

	private final Spark spark;

	private final SummaryMaker maker;

	private final Sends sends;

	private final SummaryProperties properties;

	private final Clock clock;

	private final Timer timer;

	private final Traces traces;

	private final List<Thread> workers = new ArrayList<>();

	Summaries(Spark spark, SummaryMaker maker, Sends sends, SummaryProperties properties, Clock clock,
			MeterRegistry meters, Traces traces) {
		this.traces = traces;
		this.queue = new SummaryQueue(clock, properties.fairness());
		this.spark = spark;
		this.maker = maker;
		this.sends = sends;
		this.properties = properties;
		this.clock = clock;
		this.timer = Timer.builder("ancho.summary").description("From an event to its summary").register(meters);
		meters.gauge("ancho.summary.queue", this.queue, SummaryQueue::depth);
	}

	/**
	 * Queues a summary.
	 * @param event what to summarise
	 * @param whenDone what to do when that is over, however it ends
	 */
	void submit(SequencesCompleted event, Runnable whenDone) {
		this.queue.add(new SummaryJob(event, this.clock.instant(), whenDone));
	}

	/**
	 * Drops what there is to do for a run.
	 * @param run the run's id
	 */
	void cancel(String run) {
		this.queue.cancel(run).forEach((job) -> this.spark.cancel(job.id()));
	}

	@Override
	public synchronized void start() {
		for (Lane lane : Lane.values()) {
			Thread worker = new Thread(() -> work(lane), "summaries-" + lane.key());
			this.workers.add(worker);
			worker.start();
		}
	}

	@Override
	public synchronized void stop() {
		this.workers.forEach(Thread::interrupt);
		try {
			for (Thread worker : this.workers) {
				worker.join();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.workers.clear();
	}

	@Override
	public synchronized boolean isRunning() {
		return !this.workers.isEmpty();
	}

	private void work(Lane lane) {
		try {
			while (!Thread.currentThread().isInterrupted()) {
				SummaryJob job = this.queue.take(lane);
				try (LogContext ignored = LogContext.of(LogField.RUN, job.event().run())
					.and(LogField.USER, job.event().owner());
						Traces.Scope span = this.traces.span("summarise", this.traces.of(job.event().run()))) {
					attempt(job);
				}
			}
		}
		catch (InterruptedException ex) {
			logger.debug("No more {} summaries are made", lane.key());
		}
	}

	private void attempt(SummaryJob job) throws InterruptedException {
		String run = job.event().run();
		try {
			Optional<SummaryEvent> outcome = this.maker.make(job);
			outcome.ifPresent(this.sends::send);
			this.queue.finish(job);
			Duration duration = Duration.between(job.since(), this.clock.instant());
			this.timer.record(duration);
			logger.info("Run {}: {} after {} ms", run, outcome.map(Object::toString).orElse("no summary wanted"),
					duration.toMillis());
		}
		catch (SparkDriverException ex) {
			boolean isTooOften = job.countDriverDeath() >= this.properties.driverDeaths();
			retry(job, ex, isTooOften ? "the Spark driver died " + this.properties.driverDeaths()
					+ " times; its memory may be too small for this run" : null);
		}
		catch (SummaryOutageException | DriverException | KafkaException ex) {
			retry(job, ex, null);
		}
		catch (IOException | RuntimeException ex) {
			retry(job, ex, (job.countDefect() >= this.properties.defects()) ? ex.getMessage() : null);
		}
	}

	/** Tries it again, or gives it up where there is a reason to. */
	private void retry(SummaryJob job, Exception ex, @Nullable String whyNot) {
		Duration pause = this.properties.pause(job.countAttempt());
		if (whyNot != null && !job.isCancelled() && isGivenUp(job, whyNot)) {
			return;
		}
		logger.warn("The summary of run {} will be tried again in {}: {}", job.event().run(), pause, ex.toString());
		this.queue.retry(job, pause);
	}

	private boolean isGivenUp(SummaryJob job, String reason) {
		try {
			this.sends.send(new SummaryFailed(job.event().run(), reason));
			logger.error("The summary of run {} is given up: {}", job.event().run(), reason);
			this.queue.finish(job);
			return true;
		}
		catch (KafkaException ex) {
			logger.warn("Cannot tell that the summary of run {} is given up", job.event().run(), ex);
			return false;
		}
	}

}
