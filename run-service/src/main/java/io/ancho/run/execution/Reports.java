package io.ancho.run.execution;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

import io.ancho.events.ChunkCompleted;
import io.ancho.events.ChunkEvent;
import io.ancho.events.ChunkFailed;
import io.ancho.events.ChunkImpeded;
import io.ancho.events.EnvironmentPreparing;
import io.ancho.events.ExecutorsChanged;
import io.ancho.events.Json;
import io.ancho.events.SummaryEvent;

import io.ancho.run.messaging.TopicProperties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * Reads what executors, the scheduler and the statistics report. Whatever is about a run
 * that is not active is passed over; whatever cannot be read or be true goes to the dead
 * letters.
 */
@Component
class Reports {

	private final ActiveRuns runs;

	private final TopicProperties topics;

	Reports(ActiveRuns runs, TopicProperties topics) {
		this.runs = runs;
		this.topics = topics;
	}

	@KafkaListener(id = "chunk-results", topics = "${ancho.topics.chunk-results}", groupId = "${ancho.group}",
			concurrency = "${ancho.topics.partitions}")
	void chunk(byte[] record) {
		ChunkEvent event = read(record, ChunkEvent.class);
		find(event.run()).ifPresent((run) -> {
			if (event instanceof ChunkCompleted completed) {
				run.count(completed);
			}
			else if (event instanceof ChunkFailed failed) {
				run.fail(failed);
			}
			else if (event instanceof ChunkImpeded impeded) {
				run.impede(impeded);
			}
			else if (event instanceof EnvironmentPreparing) {
				run.preparing();
			}
		});
	}

	@KafkaListener(id = "executors", topics = "${ancho.topics.executors}", groupId = "${ancho.group}-executors")
	void executors(byte[] record) {
		ExecutorsChanged event = read(record, ExecutorsChanged.class);
		find(event.run()).ifPresent((run) -> run.executors(event));
	}

	@KafkaListener(id = "summaries", topics = "${ancho.topics.summaries}", groupId = "${ancho.group}-summaries")
	void summary(byte[] record) {
		SummaryEvent event = read(record, SummaryEvent.class);
		find(event.run()).ifPresent((run) -> run.summarised(event));
	}

	/**
	 * What lies here was to carry a run on, and its sender believes it has. The
	 * scheduler's reports are no such thing: the next one says the same.
	 */
	@KafkaListener(id = "dead-letters", topics = "${ancho.topics.dead-letters}",
			groupId = "${ancho.group}-dead-letters")
	void deadLetter(ConsumerRecord<String, byte[]> letter) {
		if (letter.key() != null && !header(letter, "topic").equals(this.topics.executors())) {
			find(letter.key()).ifPresent((run) -> run.deadLetter(header(letter, "reason")));
		}
	}

	private static String header(ConsumerRecord<String, byte[]> record, String name) {
		Header header = record.headers().lastHeader(name);
		return (header != null) ? new String(header.value(), StandardCharsets.UTF_8) : "";
	}

	private static <T> T read(byte[] record, Class<T> type) {
		return Objects.requireNonNull(Json.read(record, type), "the record is null");
	}

	private Optional<ActiveRun> find(String run) {
		return this.runs.find(Objects.requireNonNull(run, "the record names no run"));
	}

}
