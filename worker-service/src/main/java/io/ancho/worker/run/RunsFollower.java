package io.ancho.worker.run;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.ancho.events.Json;
import io.ancho.events.RunDeleted;
import io.ancho.events.RunEnded;
import io.ancho.events.RunEvent;
import io.ancho.events.Topics;
import io.ancho.events.UnreadableEventException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Follows {@link Topics#RUNS} for runs that end. Every executor reads all of it, without
 * a group, from an hour ago on: a run may have ended while this executor was starting.
 */
@Component
class RunsFollower implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(RunsFollower.class);

	private static final Duration LOOK_BACK = Duration.ofHours(1);

	private static final Duration RETRY = Duration.ofSeconds(1);

	private final EndedRuns endedRuns;

	private final Map<String, Object> settings;

	private final Clock clock = Clock.systemUTC();

	private final Thread thread = new Thread(this::follow, "runs-follower");

	private volatile @Nullable KafkaConsumer<String, byte[]> consumer;

	private volatile boolean running;

	RunsFollower(KafkaProperties kafka, EndedRuns endedRuns) {
		this.endedRuns = endedRuns;
		this.settings = new HashMap<>(kafka.buildConsumerProperties());
		this.settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
		this.settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
		this.settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
		this.settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
		this.settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
	}

	@Override
	public void start() {
		this.running = true;
		this.thread.setDaemon(true);
		this.thread.start();
	}

	@Override
	public void stop() {
		this.running = false;
		KafkaConsumer<String, byte[]> open = this.consumer;
		if (open != null) {
			open.wakeup();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	private void follow() {
		while (this.running) {
			try (KafkaConsumer<String, byte[]> opened = new KafkaConsumer<>(this.settings)) {
				this.consumer = opened;
				if (assign(opened)) {
					read(opened);
				}
				Thread.sleep(RETRY.toMillis());
			}
			catch (WakeupException | InterruptedException ex) {
				return;
			}
			catch (KafkaException ex) {
				logger.warn("Cannot follow {}: ended runs go unnoticed until it works again", Topics.RUNS, ex);
			}
		}
	}

	private boolean assign(KafkaConsumer<String, byte[]> consumer) {
		List<TopicPartition> partitions = consumer.partitionsFor(Topics.RUNS)
			.stream()
			.map((info) -> new TopicPartition(info.topic(), info.partition()))
			.toList();
		consumer.assign(partitions);
		long since = this.clock.millis() - LOOK_BACK.toMillis();
		Map<TopicPartition, Long> times = new HashMap<>();
		partitions.forEach((partition) -> times.put(partition, since));
		consumer.seekToEnd(partitions);
		consumer.offsetsForTimes(times).forEach((partition, offset) -> {
			if (offset != null) {
				consumer.seek(partition, offset.offset());
			}
		});
		return !partitions.isEmpty();
	}

	private void read(KafkaConsumer<String, byte[]> consumer) {
		while (this.running) {
			consumer.poll(Duration.ofSeconds(1)).forEach(this::accept);
		}
	}

	private void accept(ConsumerRecord<String, byte[]> record) {
		try {
			RunEvent event = Json.read(record.value(), RunEvent.class);
			if (event instanceof RunEnded || event instanceof RunDeleted) {
				this.endedRuns.add(event.run());
			}
		}
		catch (UnreadableEventException ex) {
			logger.debug("Not for executors: {}", ex.getMessage());
		}
	}

}
