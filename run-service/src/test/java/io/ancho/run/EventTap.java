package io.ancho.run;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

import io.ancho.events.Json;
import io.ancho.events.RunEvent;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads a topic from its end on.
 */
final class EventTap implements AutoCloseable {

	private final KafkaConsumer<String, byte[]> consumer;

	private final Queue<ConsumerRecord<String, byte[]>> records = new ArrayDeque<>();

	EventTap(TestStack stack) {
		this(stack, stack.topics().runs());
	}

	private EventTap(TestStack stack, String topic) {
		this.consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", stack.kafka), new StringDeserializer(),
				new ByteArrayDeserializer());
		List<TopicPartition> partition = List.of(new TopicPartition(topic, 0));
		this.consumer.assign(partition);
		this.consumer.seekToEnd(partition);
		this.consumer.position(partition.get(0));
	}

	static EventTap ofDeadLetters(TestStack stack) {
		return new EventTap(stack, stack.topics().deadLetters());
	}

	/** The run's next event. */
	RunEvent next(String run) {
		return ApiClient.await(() -> {
			ConsumerRecord<String, byte[]> record = poll();
			return (record != null && run.equals(record.key())) ? Json.read(record.value(), RunEvent.class) : null;
		}, (event) -> event != null);
	}

	Map<String, String> nextHeaders() {
		Map<String, String> headers = new HashMap<>();
		ApiClient.await(this::poll, (record) -> record != null)
			.headers()
			.forEach((header) -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
		return headers;
	}

	private ConsumerRecord<String, byte[]> poll() {
		if (this.records.isEmpty()) {
			this.consumer.poll(Duration.ofMillis(20)).forEach(this.records::add);
		}
		return this.records.poll();
	}

	@Override
	public void close() {
		this.consumer.close();
	}

}
