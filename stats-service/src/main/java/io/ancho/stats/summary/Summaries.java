package io.ancho.stats.summary;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import io.ancho.events.SequencesCompleted;
import io.ancho.events.SummaryCompleted;
import io.ancho.events.SummaryEvent;
import io.ancho.events.SummaryFailed;
import io.ancho.stats.messaging.Sends;
import io.ancho.stats.spark.Spark;
import io.ancho.stats.spark.SparkDriverException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Makes summaries one after the other: asks Spark, stores the document, tells it. What is
 * wrong with the results ends a summary; trouble with the infrastructure does not, it is
 * tried again until it works or the run is over.
 */
@Component
class Summaries implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(Summaries.class);

	private final SummaryQueue queue;

	private final Spark spark;

	private final SummaryStore store;

	private final Sends sends;

	private final SummaryProperties properties;

	private final Clock clock;

	private final Timer timer;

	private @Nullable Thread worker;

	Summaries(Spark spark, SummaryStore store, Sends sends, SummaryProperties properties, Clock clock,
			MeterRegistry meters) {
		this.queue = new SummaryQueue(clock, properties.fairness());
		this.spark = spark;
		this.store = store;
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
		this.queue.cancel(run).ifPresent((job) -> this.spark.cancel(job.id()));
	}

	@Override
	public synchronized void start() {
		this.worker = new Thread(this::work, "summaries");
		this.worker.start();
	}

	@Override
	public synchronized void stop() {
		Thread thread = this.worker;
		this.worker = null;
		if (thread != null) {
			thread.interrupt();
			try {
				thread.join();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.worker != null;
	}

	private void work() {
		try {
			while (!Thread.currentThread().isInterrupted()) {
				SummaryJob job = this.queue.take();
				attempt(job);
			}
		}
		catch (InterruptedException ex) {
			logger.debug("No more summaries are made");
		}
	}

	private void attempt(SummaryJob job) throws InterruptedException {
		String run = job.event().run();
		try {
			Optional<SummaryEvent> outcome = make(job);
			outcome.ifPresent(this.sends::send);
			this.queue.finish(job);
			Duration duration = Duration.between(job.since(), this.clock.instant());
			this.timer.record(duration);
			logger.info("Run {}: {} after {} ms", run, outcome.map(Object::toString).orElse("no summary wanted"),
					duration.toMillis());
		}
		catch (SparkDriverException ex) {
			retry(job, ex, job.countDriverDeath());
		}
		catch (RuntimeException ex) {
			retry(job, ex, 0);
		}
	}

	private Optional<SummaryEvent> make(SummaryJob job) throws SparkDriverException, InterruptedException {
		SequencesCompleted event = job.event();
		Optional<String> stored = this.store.find(event.keyspace(), event.run());
		if (stored.isPresent() && SummaryDocument.isOf(stored.get(), event)) {
			return Optional.of(new SummaryCompleted(event.run()));
		}
		JsonNode answer = this.spark.ask(job.id(), SummaryDocument.request(event));
		if (job.isCancelled()) {
			return Optional.empty();
		}
		JsonNode error = answer.path("error");
		if (error.path("permanent").asBoolean(false)) {
			return Optional.of(new SummaryFailed(event.run(), error.path("message").asString("")));
		}
		if (!error.isMissingNode()) {
			throw new IllegalStateException(error.path("message").asString(""));
		}
		this.store.save(event.keyspace(), event.run(), SummaryDocument.of(event, answer.path("summary")));
		return Optional.of(new SummaryCompleted(event.run()));
	}

	private void retry(SummaryJob job, Exception ex, int driverDeaths) {
		Duration pause = this.properties.pause(job.countAttempt());
		if (driverDeaths >= this.properties.driverDeaths() && giveUp(job, driverDeaths)) {
			return;
		}
		logger.warn("The summary of run {} will be tried again in {}: {}", job.event().run(), pause, ex.toString());
		this.queue.retry(job, pause);
	}

	private boolean giveUp(SummaryJob job, int deaths) {
		try {
			this.sends.send(new SummaryFailed(job.event().run(),
					"the Spark driver died " + deaths + " times; its memory may be too small for this run"));
			this.queue.finish(job);
			return true;
		}
		catch (RuntimeException ex) {
			logger.warn("Cannot tell that the summary of run {} is given up", job.event().run(), ex);
			return false;
		}
	}

}
