package io.ancho.worker.queue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.ancho.events.Chunk;
import io.ancho.events.ChunkEvent;
import io.ancho.events.Json;
import io.ancho.events.RunEnded;
import io.ancho.events.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * run-service's side of a queue of its own: puts chunks into it and hears what becomes of
 * them.
 */
final class TestQueue implements AutoCloseable {

	private final String name = "ancho.chunks.test-" + TestStack.suffix();

	private final Admin admin = Admin.create(TestStack.kafka());

	private final KafkaProducer<String, byte[]> producer = new KafkaProducer<>(TestStack.kafka(),
			new StringSerializer(), new ByteArraySerializer());

	private final KafkaConsumer<String, byte[]> consumer;

	private final List<Letter> heard = new CopyOnWriteArrayList<>();

	/**
	 * A record heard.
	 *
	 * @param topic its topic
	 * @param key its key
	 * @param value its value
	 * @param reason its header {@code reason}, or empty
	 */
	record Letter(String topic, String key, byte[] value, String reason) {
	}

	TestQueue() throws Exception {
		Stream.of(Topics.RUNS, Topics.CHUNK_RESULTS, Topics.DEAD_LETTERS, this.name).forEach(this::create);
		this.admin
			.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.GROUP, this.name),
					List.of(set("share.auto.offset.reset", "earliest"), set("share.record.lock.duration.ms", "3000"))))
			.all()
			.get();
		Map<String, Object> settings = new HashMap<>(TestStack.kafka());
		this.consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
		List<TopicPartition> partitions = Stream.of(Topics.CHUNK_RESULTS, Topics.DEAD_LETTERS)
			.flatMap((topic) -> this.consumer.partitionsFor(topic).stream())
			.map((info) -> new TopicPartition(info.topic(), info.partition()))
			.toList();
		this.consumer.assign(partitions);
		this.consumer.seekToEnd(partitions);
		partitions.forEach(this.consumer::position);
	}

	private void create(String topic) {
		try {
			this.admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
		}
		catch (Exception ex) {
			if (!(ex.getCause() instanceof TopicExistsException)) {
				throw new IllegalStateException(ex);
			}
		}
	}

	private static AlterConfigOp set(String key, String value) {
		return new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
	}

	String name() {
		return this.name;
	}

	void put(Chunk chunk) {
		send(this.name, chunk.run(), Json.write(chunk));
	}

	void end(String run) {
		send(Topics.RUNS, run, Json
			.write(new RunEnded(run, "test", RunEnded.FinalState.CANCELLED, "cancelled", java.time.Instant.now())));
	}

	void send(String topic, String key, byte[] value) {
		try {
			this.producer.send(new ProducerRecord<>(topic, key, value)).get();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** How many members the share group has. */
	int members() throws Exception {
		return Objects.requireNonNull(this.admin.describeShareGroups(List.of(this.name)).all().get().get(this.name))
			.members()
			.size();
	}

	/** Everything heard of a run so far. */
	List<Letter> heard(String run) {
		this.consumer.poll(Duration.ofMillis(100)).forEach((record) -> {
			var reason = record.headers().lastHeader("reason");
			this.heard.add(new Letter(record.topic(), record.key(), record.value(),
					(reason != null) ? new String(reason.value()) : ""));
		});
		return this.heard.stream().filter((letter) -> run.equals(letter.key())).toList();
	}

	/** The events of a run heard so far. */
	<T extends ChunkEvent> List<T> events(String run, Class<T> type) {
		return heard(run).stream()
			.filter((letter) -> letter.topic().equals(Topics.CHUNK_RESULTS))
			.map((letter) -> Json.read(letter.value(), ChunkEvent.class))
			.filter(type::isInstance)
			.map(type::cast)
			.toList();
	}

	@Override
	public void close() throws Exception {
		this.consumer.close();
		this.producer.close();
		this.admin.deleteTopics(List.of(this.name)).all().get();
		this.admin.close();
	}

}
