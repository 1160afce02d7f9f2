package io.ancho.scheduler.messaging;

import java.util.concurrent.CompletableFuture;

import io.ancho.events.ExecutorsChanged;
import io.ancho.events.Json;

import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/**
 * Writes the state of runs' executors to the topic of executors.
 */
@Component
public final class ExecutorsPublisher {

	private final KafkaTemplate<String, byte[]> kafka;

	private final String topic;

	ExecutorsPublisher(KafkaTemplate<String, byte[]> kafka, KafkaProperties properties) {
		this.kafka = kafka;
		this.topic = properties.executors();
	}

	/**
	 * Publishes a snapshot.
	 * @param event the snapshot
	 * @return completes once Kafka has it
	 */
	public CompletableFuture<?> publish(ExecutorsChanged event) {
		try {
			return this.kafka.send(this.topic, event.run(), Json.write(event));
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

}
