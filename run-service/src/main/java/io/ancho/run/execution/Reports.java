package io.ancho.run.execution;

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
		ChunkEvent event = Json.read(record, ChunkEvent.class);
		this.runs.find(event.run()).ifPresent((run) -> {
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
		ExecutorsChanged event = Json.read(record, ExecutorsChanged.class);
		this.runs.find(event.run()).ifPresent((run) -> run.executors(event));
	}

	@KafkaListener(id = "summaries", topics = "${ancho.topics.summaries}", groupId = "${ancho.group}-summaries")
	void summary(byte[] record) {
		SummaryEvent event = Json.read(record, SummaryEvent.class);
		this.runs.find(event.run()).ifPresent((run) -> run.summarised(event));
	}

}
