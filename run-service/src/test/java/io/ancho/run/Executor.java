package io.ancho.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.IntStream;

import io.ancho.events.Chunk;
import io.ancho.events.ChunkCompleted;
import io.ancho.events.ChunkCompleted.LoadedModel;
import io.ancho.events.ExecutorsChanged;
import io.ancho.events.Json;
import io.ancho.events.Output;
import io.ancho.events.PartialMoments;
import io.ancho.events.SequenceFailure;
import io.ancho.run.messaging.TopicProperties;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Plays an executor: takes chunks from a queue as a member of its share group, and
 * reports what a model would whose output is the sequence's index.
 */
final class Executor implements AutoCloseable {

	static final LoadedModel MODEL = new LoadedModel(false, List.of(new Output("x", null)), "3.11.7",
			Map.of("numpy", "2.4.0"), "bubblewrap", null);

	private final String kafka;

	private final TopicProperties topics;

	private final KafkaProducer<String, byte[]> producer;

	private final Map<String, KafkaShareConsumer<String, byte[]>> consumers = new HashMap<>();

	private final Queue<Chunk> taken = new ArrayDeque<>();

	Executor(String kafka, TopicProperties topics) {
		this.kafka = kafka;
		this.topics = topics;
		this.producer = new KafkaProducer<>(Map.of("bootstrap.servers", kafka, "linger.ms", "0"),
				new StringSerializer(), new ByteArraySerializer());
	}

	/** The next chunk of a queue, acknowledged. */
	Chunk take(String queue) {
		return ApiClient.await(() -> poll(queue), (chunk) -> chunk != null);
	}

	Chunk poll(String queue) {
		if (this.taken.isEmpty()) {
			KafkaShareConsumer<String, byte[]> consumer = this.consumers.computeIfAbsent(queue, this::join);
			for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
				this.taken.add(Json.read(record.value(), Chunk.class));
				consumer.acknowledge(record, AcknowledgeType.ACCEPT);
			}
			consumer.commitSync();
		}
		return this.taken.poll();
	}

	private KafkaShareConsumer<String, byte[]> join(String queue) {
		KafkaShareConsumer<String, byte[]> consumer = new KafkaShareConsumer<>(
				Map.of("bootstrap.servers", this.kafka, "group.id", queue, "share.acknowledgement.mode", "explicit",
						"fetch.max.wait.ms", "50", "max.poll.records", "1"),
				new StringDeserializer(), new ByteArrayDeserializer());
		consumer.subscribe(List.of(queue));
		return consumer;
	}

	/** Leaves a queue's share group. */
	void leave(String queue) {
		KafkaShareConsumer<String, byte[]> consumer = this.consumers.remove(queue);
		if (consumer != null) {
			consumer.close();
		}
	}

	/** Reports a chunk as executed, the model taking 0.1 ms a sequence. */
	void complete(Chunk chunk) {
		complete(chunk, chunk.count(), 0);
	}

	/**
	 * Reports the first sequences of a chunk as executed, and the first of them as
	 * failed.
	 */
	void complete(Chunk chunk, int count, long failed) {
		complete(chunk, count, failed, MODEL);
	}

	/**
	 * Reports the first sequences of a chunk as executed, of a model as it was loaded.
	 */
	void complete(Chunk chunk, int count, long failed, LoadedModel model) {
		double mean = chunk.first() + (count - 1) / 2.0;
		double m2 = (double) count * ((double) count * count - 1) / 12;
		SequenceFailure failure = (failed > 0)
				? new SequenceFailure(chunk.first(), "ValueError", "balance is negative", null) : null;
		report(chunk.run(),
				new ChunkCompleted(chunk.run(), "executor-1", 1, chunk.first(), count, count * 1e-4, failed, failure,
						model,
						Map.of("x",
								new PartialMoments(count, 0, 0, 0, mean, m2, chunk.first(), chunk.first() + count - 1)),
						Map.of("all", count - failed), Map.of("all", count - failed)));
	}

	/**
	 * Reports, as scheduler-service would, that so many executors of a run are running.
	 */
	void runs(String run, int count) {
		List<ExecutorsChanged.Executor> executors = IntStream.rangeClosed(1, count)
			.mapToObj((number) -> new ExecutorsChanged.Executor("executor-" + number, "localhost", "RUNNING"))
			.toList();
		send(this.topics.executors(), run,
				Json.write(new ExecutorsChanged(run, count, executors, null, Instant.now())));
	}

	void report(String run, Object event) {
		send(this.topics.chunkResults(), run, Json.write(event));
	}

	void send(String topic, String key, byte[] value) {
		try {
			this.producer.send(new ProducerRecord<>(topic, key, value)).get();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.consumers.values().forEach(KafkaShareConsumer::close);
		this.producer.close();
	}

}
