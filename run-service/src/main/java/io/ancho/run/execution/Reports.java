package io.ancho.run.execution;

import java.util.Objects;
import java.util.Optional;

import io.ancho.events.ChunkCompleted;
import io.ancho.events.ChunkEvent;
import io.ancho.events.ChunkFailed;
import io.ancho.events.EnvironmentPreparing;
import io.ancho.events.ExecutorsChanged;
import io.ancho.events.Json;
import io.ancho.events.SummaryEvent;

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

	Reports(ActiveRuns runs) {
		this.runs = runs;
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

	private static <T> T read(byte[] record, Class<T> type) {
		return Objects.requireNonNull(Json.read(record, type), "the record is null");
	}

	private Optional<ActiveRun> find(String run) {
		return this.runs.find(Objects.requireNonNull(run, "the record names no run"));
	}

}
