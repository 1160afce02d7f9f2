package io.ancho.scheduler.it;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.ancho.events.ExecutorSpec;
import io.ancho.events.ExecutorsChanged;
import io.ancho.events.Json;
import io.ancho.events.Placement;
import io.ancho.events.RunEnded;
import io.ancho.events.RunEvent;
import io.ancho.events.RunSubmitted;
import io.ancho.events.Topics;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes runs' events and reads executors' states, as run-service does.
 */
final class RunEvents implements AutoCloseable {

	private final String runs;

	private final String executors;

	private final KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
			Map.of("bootstrap.servers", TestMiddleware.kafka()), new StringSerializer(), new ByteArraySerializer());

	private final Map<String, ExecutorsChanged> latest = new HashMap<>();

	private @Nullable KafkaConsumer<String, byte[]> consumer;

	RunEvents(String runs, String executors) {
		this.runs = runs;
		this.executors = executors;
	}

	static RunSubmitted submitted(String run, int count, int cpus) {
		return new RunSubmitted(run, "alice", null, "retirement", Placement.DEDICATED, Topics.queue(run),
				new ExecutorSpec(count, cpus, 128, 0, null, List.of()), Instant.now());
	}

	static RunEnded cancelled(String run) {
		return new RunEnded(run, "alice", RunEnded.FinalState.CANCELLED, "cancelled", Instant.now());
	}

	static String newRun() {
		return UUID.randomUUID().toString();
	}

	void publish(RunEvent event) throws Exception {
		this.producer.send(new ProducerRecord<>(this.runs, event.run(), Json.write(event))).get();
	}

	void publishUnreadable(String run) throws Exception {
		this.producer.send(new ProducerRecord<>(this.runs, run, new byte[] { '{' })).get();
	}

	/** The latest that was told of a run, or null. */
	@Nullable ExecutorsChanged latest(String run) {
		if (this.consumer == null) {
			this.consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", TestMiddleware.kafka(), "group.id",
					this.executors + UUID.randomUUID(), "auto.offset.reset", "earliest"), new StringDeserializer(),
					new ByteArrayDeserializer());
			this.consumer.subscribe(List.of(this.executors));
		}
		this.consumer.poll(Duration.ofMillis(50))
			.forEach((message) -> this.latest.put(message.key(), Json.read(message.value(), ExecutorsChanged.class)));
		return this.latest.get(run);
	}

	@Override
	public void close() {
		this.producer.close();
		if (this.consumer != null) {
			this.consumer.close();
		}
	}

}
