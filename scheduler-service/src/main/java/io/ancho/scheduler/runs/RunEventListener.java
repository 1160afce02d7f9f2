package io.ancho.scheduler.runs;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;

import io.ancho.events.ExecutorsNeeded;
import io.ancho.events.Json;
import io.ancho.events.Placement;
import io.ancho.events.RunDeleted;
import io.ancho.events.RunEnded;
import io.ancho.events.RunEvent;
import io.ancho.events.RunSubmitted;
import io.ancho.events.SequencesCompleted;
import io.ancho.events.Topics;
import io.ancho.events.UnreadableEventException;
import io.ancho.scheduler.core.RunId;
import io.ancho.scheduler.core.SchedulerEvent;
import io.ancho.scheduler.core.TaskId;
import io.ancho.scheduler.loop.SchedulerLoop;
import io.ancho.scheduler.messaging.KafkaProperties;
import io.ancho.scheduler.storage.Runs;
import io.ancho.telemetry.LogContext;
import io.ancho.telemetry.LogField;
import io.ancho.telemetry.RecordTraces;
import io.ancho.telemetry.Traces;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/**
 * Reads {@link Topics#RUNS}, while this instance leads. A record counts as read once what
 * it changes is stored. What is not an event goes to {@link Topics#DEAD_LETTERS}.
 */
@Component
class RunEventListener {

	private static final Logger logger = LoggerFactory.getLogger(RunEventListener.class);

	private final SchedulerLoop loop;

	private final Runs runs;

	private final KafkaTemplate<String, byte[]> kafka;

	private final String deadLetters;

	private final Traces traces;

	RunEventListener(SchedulerLoop loop, Runs runs, KafkaTemplate<String, byte[]> kafka, KafkaProperties properties,
			Traces traces) {
		this.traces = traces;
		this.loop = loop;
		this.runs = runs;
		this.kafka = kafka;
		this.deadLetters = properties.deadLetters();
	}

	@KafkaListener(id = "runs", topics = "${ancho.kafka.runs:" + Topics.RUNS + "}", groupId = "${ancho.kafka.group}",
			autoStartup = "false")
	void receive(ConsumerRecord<String, byte[]> message) {
		String trace = RecordTraces.of(message);
		try (LogContext ignored = LogContext.of(LogField.RUN, message.key());
				Traces.Scope span = this.traces.span("read run event", trace)) {
			this.traces.keep(message.key(), trace);
			read(message);
		}
	}

	private void read(ConsumerRecord<String, byte[]> message) {
		try {
			RunEvent event = Json.read(message.value(), RunEvent.class);
			translate(event).ifPresent((translated) -> this.loop.submit(translated).join());
			if (event instanceof RunDeleted) {
				this.runs.forget(new RunId(event.run()));
			}
		}
		catch (UnreadableEventException ex) {
			logger.warn("A record of {} at offset {} is no event; it goes to {}", message.topic(), message.offset(),
					this.deadLetters, ex);
			bury(message, String.valueOf(ex.getMessage()));
		}
	}

	private Optional<SchedulerEvent> translate(RunEvent event) {
		RunId run = new RunId(event.run());
		if (event instanceof RunSubmitted submitted) {
			return (submitted.placement() != Placement.DEDICATED || this.runs.hasEnded(run)) ? Optional.empty()
					: wanted(run, submitted);
		}
		if (event instanceof ExecutorsNeeded needed) {
			return Optional.of(new SchedulerEvent.RunNeeds(run, needed.count(),
					needed.idle().stream().map(TaskId::new).collect(Collectors.toUnmodifiableSet())));
		}
		if (event instanceof SequencesCompleted || event instanceof RunEnded || event instanceof RunDeleted) {
			return Optional.of(new SchedulerEvent.RunOver(run));
		}
		return Optional.empty();
	}

	private static Optional<SchedulerEvent> wanted(RunId run, RunSubmitted submitted) {
		return Optional.ofNullable(submitted.executors())
			.map((spec) -> new SchedulerEvent.RunWanted(run, submitted.owner(), weight(submitted), submitted.name(),
					submitted.queue(), spec, submitted.at()));
	}

	private static double weight(RunSubmitted submitted) {
		Double weight = submitted.weight();
		return (weight != null && weight > 0) ? weight : 1;
	}

	private void bury(ConsumerRecord<String, byte[]> message, String reason) {
		ProducerRecord<String, byte[]> letter = new ProducerRecord<>(this.deadLetters, message.key(), message.value());
		letter.headers().add("topic", message.topic().getBytes(StandardCharsets.UTF_8));
		letter.headers().add("reason", reason.getBytes(StandardCharsets.UTF_8));
		this.kafka.send(letter).join();
	}

}
