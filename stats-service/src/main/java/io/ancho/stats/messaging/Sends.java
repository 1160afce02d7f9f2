package io.ancho.stats.messaging;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.ancho.events.Json;
import io.ancho.events.SummaryEvent;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/**
 * Sends records and waits until the broker has them.
 */
@Component
public class Sends {

	/** Longer than the producer's own limit, which ends every send. */
	private static final long SECONDS = 15;

	private final KafkaTemplate<String, byte[]> kafka;

	private final TopicProperties topics;

	Sends(KafkaTemplate<String, byte[]> kafka, TopicProperties topics) {
		this.kafka = kafka;
		this.topics = topics;
	}

	/**
	 * Tells the end of a summary.
	 * @param event the event
	 * @throws KafkaException if the broker does not take it
	 */
	public void send(SummaryEvent event) {
		send(new ProducerRecord<>(this.topics.summaries(), event.run(), Json.write(event)));
	}

	/**
	 * Puts a record that cannot be read where people find it, as it came.
	 * @param record the record
	 * @param reason why it cannot be read
	 * @throws KafkaException if the broker does not take it
	 */
	public void deadLetter(ConsumerRecord<String, byte[]> record, String reason) {
		ProducerRecord<String, byte[]> letter = new ProducerRecord<>(this.topics.deadLetters(), record.key(),
				record.value());
		letter.headers().add("topic", record.topic().getBytes(StandardCharsets.UTF_8));
		letter.headers().add("reason", reason.getBytes(StandardCharsets.UTF_8));
		send(letter);
	}

	private void send(ProducerRecord<String, byte[]> record) {
		try {
			this.kafka.send(record).get(SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new KafkaException("interrupted while sending to " + record.topic(), ex);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new KafkaException("cannot send to " + record.topic(), ex);
		}
	}

}
