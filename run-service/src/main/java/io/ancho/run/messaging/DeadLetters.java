package io.ancho.run.messaging;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.ancho.leadership.Lease;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ConsumerRecordRecoverer;
import org.springframework.stereotype.Component;

/**
 * Puts records that cannot be processed where people find them, as they came, with the
 * headers {@code topic} and {@code reason}.
 */
@Component
class DeadLetters implements ConsumerRecordRecoverer {

	private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

	private static final long SEND_SECONDS = 15;

	private final KafkaTemplate<String, byte[]> kafka;

	private final TopicProperties topics;

	private final Lease lease;

	DeadLetters(KafkaTemplate<String, byte[]> kafka, TopicProperties topics, Lease lease) {
		this.lease = lease;
		this.kafka = kafka;
		this.topics = topics;
	}

	@Override
	public void accept(ConsumerRecord<?, ?> record, Exception ex) {
		this.lease.check();
		String reason = reason(ex);
		log.warn("Record {}-{}@{} goes to {}: {}", record.topic(), record.partition(), record.offset(),
				this.topics.deadLetters(), reason);
		ProducerRecord<String, byte[]> letter = new ProducerRecord<>(this.topics.deadLetters(), (String) record.key(),
				(byte[]) record.value());
		letter.headers().add("topic", record.topic().getBytes(StandardCharsets.UTF_8));
		letter.headers().add("reason", reason.getBytes(StandardCharsets.UTF_8));
		try {
			this.kafka.send(letter).get(SEND_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("interrupted; the record comes again", interrupted);
		}
		catch (ExecutionException | TimeoutException failed) {
			throw new IllegalStateException("the dead letter cannot be sent; the record comes again", failed);
		}
	}

	private static String reason(Throwable ex) {
		Throwable cause = ex;
		while (cause.getCause() != null && cause instanceof org.springframework.kafka.KafkaException) {
			cause = cause.getCause();
		}
		return (cause.getMessage() != null) ? cause.getMessage() : cause.toString();
	}

}
