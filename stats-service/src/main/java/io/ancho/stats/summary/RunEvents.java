package io.ancho.stats.summary;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import io.ancho.events.Json;
import io.ancho.events.RunDeleted;
import io.ancho.events.RunEnded;
import io.ancho.events.RunEvent;
import io.ancho.events.SequencesCompleted;
import io.ancho.events.UnreadableEventException;
import io.ancho.stats.messaging.Sends;
import io.ancho.stats.messaging.TopicProperties;
import io.ancho.telemetry.LogContext;
import io.ancho.telemetry.LogField;
import io.ancho.telemetry.RecordTraces;
import io.ancho.telemetry.Traces;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads runs' events. An event is committed only when its summary is made, so whatever
 * dies, it comes again; and while summaries are being made later events are still read,
 * so a cancelled run's summary stops at once.
 */
@Component
class RunEvents implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(RunEvents.class);

	private static final Duration POLL = Duration.ofSeconds(1);

	private static final Duration PAUSE = Duration.ofSeconds(2);

	private final ConsumerFactory<String, byte[]> consumers;

	private final TopicProperties topics;

	private final Summaries summaries;

	private final Sends sends;

	private final String group;

	private final Traces traces;

	private final Offsets offsets = new Offsets();

	private volatile boolean reading;

	/** Of how many of the topic's partitions this instance makes the summaries. */
	private volatile int partitions;

	private volatile boolean stopping;

	private @Nullable Thread reader;

	RunEvents(ConsumerFactory<String, byte[]> consumers, TopicProperties topics, Summaries summaries, Sends sends,
			@Value("${ancho.group}") String group, Traces traces) {
		this.traces = traces;
		this.consumers = consumers;
		this.topics = topics;
		this.summaries = summaries;
		this.sends = sends;
		this.group = group;
	}

	/** Whether the topic's partitions have been given out and are being read. */
	boolean isReading() {
		return this.reading;
	}

	int partitions() {
		return this.partitions;
	}

	@Override
	public synchronized void start() {
		this.stopping = false;
		this.reader = new Thread(this::keepReading, "run-events");
		this.reader.start();
	}

	@Override
	public synchronized void stop() {
		Thread thread = this.reader;
		this.reader = null;
		if (thread != null) {
			this.stopping = true;
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
		return this.reader != null;
	}

	private void keepReading() {
		while (!this.stopping) {
			try (Consumer<String, byte[]> consumer = this.consumers.createConsumer(this.group, "")) {
				read(consumer);
			}
			catch (RuntimeException ex) {
				logger.warn("Reading {} begins anew in {}", this.topics.runs(), PAUSE, ex);
				pause();
			}
			finally {
				this.reading = false;
				this.partitions = 0;
			}
		}
	}

	private void read(Consumer<String, byte[]> consumer) {
		consumer.subscribe(List.of(this.topics.runs()), new Rebalance(consumer));
		while (!this.stopping) {
			for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
				try (LogContext ignored = LogContext.of(LogField.RUN, record.key())) {
					this.traces.keep(record.key(), RecordTraces.of(record));
					handle(record);
				}
			}
			commit(consumer);
		}
	}

	private void handle(ConsumerRecord<String, byte[]> record) {
		TopicPartition partition = new TopicPartition(record.topic(), record.partition());
		this.offsets.begin(partition, record.offset());
		Runnable done = () -> this.offsets.end(partition, record.offset());
		try {
			byte[] value = (record.value() != null) ? record.value() : new byte[0];
			RunEvent event = Json.read(value, RunEvent.class);
			if (event instanceof SequencesCompleted completed) {
				this.summaries.submit(completed, done);
				return;
			}
			if (event instanceof RunEnded || event instanceof RunDeleted) {
				this.summaries.cancel(event.run());
			}
		}
		catch (UnreadableEventException ex) {
			logger.warn("{} goes to {}: {}", partition, this.topics.deadLetters(), ex.getMessage());
			this.sends.deadLetter(record, String.valueOf(ex.getMessage()));
		}
		done.run();
	}

	private void commit(Consumer<String, byte[]> consumer) {
		var offsets = this.offsets.toCommit();
		if (!offsets.isEmpty()) {
			consumer.commitSync(offsets);
		}
	}

	private static void pause() {
		try {
			Thread.sleep(PAUSE.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Commits before partitions go, and forgets them.
	 */
	private final class Rebalance implements ConsumerRebalanceListener {

		private final Consumer<String, byte[]> consumer;

		Rebalance(Consumer<String, byte[]> consumer) {
			this.consumer = consumer;
		}

		@Override
		public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
			RunEvents.this.partitions = this.consumer.assignment().size();
			RunEvents.this.reading = true;
		}

		@Override
		public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
			commit(this.consumer);
			forget(partitions);
		}

		@Override
		public void onPartitionsLost(Collection<TopicPartition> partitions) {
			forget(partitions);
		}

		private void forget(Collection<TopicPartition> gone) {
			RunEvents.this.offsets.forget(gone);
			RunEvents.this.partitions = Math.max(0, this.consumer.assignment().size() - gone.size());
		}

	}

}
