package io.ancho.worker.queue;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;

import io.ancho.events.Topics;
import io.ancho.telemetry.LogContext;
import io.ancho.telemetry.LogField;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/**
 * Keeps what cannot be executed, with the reason.
 */
@Component
class DeadLetters {

	private static final Logger logger = LoggerFactory.getLogger(DeadLetters.class);

	private final KafkaTemplate<String, byte[]> kafka;

	DeadLetters(KafkaTemplate<String, byte[]> kafka) {
		this.kafka = kafka;
	}

	/**
	 * Puts a record away.
	 * @return whether it is kept now and can leave its queue
	 */
	boolean put(ConsumerRecord<String, byte[]> record, String reason) {
		try (LogContext ignored = LogContext.of(LogField.RUN, record.key())) {
			return keep(record, reason);
		}
	}

	private boolean keep(ConsumerRecord<String, byte[]> record, String reason) {
		logger.error("A chunk of run {} is put away as a dead letter: {}", record.key(), reason);
		ProducerRecord<String, byte[]> letter = new ProducerRecord<>(Topics.DEAD_LETTERS, record.key(), record.value());
		letter.headers().add("topic", record.topic().getBytes(StandardCharsets.UTF_8));
		letter.headers().add("reason", reason.getBytes(StandardCharsets.UTF_8));
		try {
			this.kafka.send(letter).get();
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | KafkaException | org.springframework.kafka.KafkaException ex) {
			logger.warn("It cannot be put away now", ex);
		}
		return false;
	}

}
