package io.ancho.run.execution;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.ancho.events.ChunkCompleted;
import io.ancho.events.ChunkEvent;
import io.ancho.events.ChunkFailed;
import io.ancho.events.ChunkImpeded;
import io.ancho.events.ChunkRefused;
import io.ancho.events.EnvironmentPreparing;
import io.ancho.events.ExecutorsChanged;
import io.ancho.events.Json;
import io.ancho.events.SummaryEvent;

import io.ancho.run.messaging.TopicProperties;
import io.ancho.run.problem.Outages;
import io.ancho.telemetry.LogContext;
import io.ancho.telemetry.LogField;
import io.ancho.telemetry.Traces;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.listener.ConsumerRecordRecoverer;
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

	private final ConsumerRecordRecoverer deadLetters;

	Reports(ActiveRuns runs, TopicProperties topics, ConsumerRecordRecoverer deadLetters) {
		this.runs = runs;
		this.topics = topics;
		this.deadLetters = deadLetters;
	}

	/**
	 * Counts all that a poll has brought, run by run, and only then looks at what else
	 * was reported: counting may be interrupted by an outage, whereupon all of it comes
	 * again, and is the same however often it is done.
	 */
	@KafkaListener(id = "chunk-results", topics = "${ancho.topics.chunk-results}", groupId = "${ancho.group}",
			concurrency = "${ancho.topics.partitions}", batch = "true")
	void chunks(List<ConsumerRecord<String, byte[]>> records) {
		Map<ActiveRun, List<ChunkReport>> completed = new LinkedHashMap<>();
		List<ChunkReport> others = new ArrayList<>();
		for (ConsumerRecord<String, byte[]> record : records) {
			attempt(record, () -> {
				ChunkReport report = new ChunkReport(record, read(record.value(), ChunkEvent.class));
				Optional<ActiveRun> run = find(report.event().run());
				if (report.event() instanceof ChunkCompleted) {
					run.ifPresent((of) -> completed.computeIfAbsent(of, (key) -> new ArrayList<>()).add(report));
				}
				else if (run.isPresent()) {
					others.add(report);
				}
			});
		}
		completed.forEach(this::count);
		others.forEach((report) -> attempt(report.record(), () -> find(report.event().run()).ifPresent(report::tell)));
	}

	private static void within(ActiveRun run, Runnable step) {
		try (LogContext ignored = run.logContext(); Traces.Scope trace = run.traced()) {
			step.run();
		}
	}

	/**
	 * A report of chunks.
	 *
	 * @param record as it came
	 * @param event what it says
	 */
	private record ChunkReport(ConsumerRecord<String, byte[]> record, ChunkEvent event) {

		private ChunkCompleted completed() {
			return (ChunkCompleted) this.event;
		}

		private void tell(ActiveRun run) {
			try (LogContext ignored = run.logContext()
				.and(LogField.EXECUTOR, this.event.executor())
				.and(LogField.CHUNK, first()); Traces.Scope trace = run.traced()) {
				take(run);
			}
		}

		private @Nullable Long first() {
			if (this.event instanceof ChunkCompleted completed) {
				return completed.first();
			}
			if (this.event instanceof ChunkFailed failed) {
				return failed.first();
			}
			if (this.event instanceof ChunkRefused refused) {
				return refused.first();
			}
			return (this.event instanceof ChunkImpeded impeded) ? impeded.first() : null;
		}

		private void take(ActiveRun run) {
			if (this.event instanceof ChunkCompleted completed) {
				run.count(List.of(completed));
			}
			else if (this.event instanceof ChunkFailed failed) {
				run.fail(failed);
			}
			else if (this.event instanceof ChunkImpeded impeded) {
				run.impede(impeded);
			}
			else if (this.event instanceof ChunkRefused refused) {
				run.refuse(refused);
			}
			else if (this.event instanceof EnvironmentPreparing) {
				run.preparing();
			}
		}

	}

	/** If one of the reports is wrong, the others are counted one by one. */
	private void count(ActiveRun run, List<ChunkReport> reports) {
		try {
			within(run, () -> run.count(reports.stream().map(ChunkReport::completed).toList()));
		}
		catch (RuntimeException ex) {
			if (Outages.isOutage(ex)) {
				throw ex;
			}
			reports.forEach((report) -> attempt(report.record(), () -> report.tell(run)));
		}
	}

	/** Whatever is no outage is the record's own trouble. */
	private void attempt(ConsumerRecord<String, byte[]> record, Runnable step) {
		try {
			step.run();
		}
		catch (RuntimeException ex) {
			if (Outages.isOutage(ex)) {
				throw ex;
			}
			try (LogContext ignored = LogContext.of(LogField.RUN, record.key())) {
				this.deadLetters.accept(record, ex);
			}
		}
	}

	@KafkaListener(id = "executors", topics = "${ancho.topics.executors}", groupId = "${ancho.group}-executors")
	void executors(byte[] record) {
		ExecutorsChanged event = read(record, ExecutorsChanged.class);
		find(event.run()).ifPresent((run) -> within(run, () -> run.executors(event)));
	}

	@KafkaListener(id = "summaries", topics = "${ancho.topics.summaries}", groupId = "${ancho.group}-summaries")
	void summary(byte[] record) {
		SummaryEvent event = read(record, SummaryEvent.class);
		find(event.run()).ifPresent((run) -> within(run, () -> run.summarised(event)));
	}

	/**
	 * What lies here was to carry a run on, and its sender believes it has. The
	 * scheduler's reports are no such thing: the next one says the same.
	 */
	@KafkaListener(id = "dead-letters", topics = "${ancho.topics.dead-letters}",
			groupId = "${ancho.group}-dead-letters")
	void deadLetter(ConsumerRecord<String, byte[]> letter) {
		if (letter.key() != null && !header(letter, "topic").equals(this.topics.executors())) {
			find(letter.key()).ifPresent((run) -> within(run, () -> run.deadLetter(header(letter, "reason"))));
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
