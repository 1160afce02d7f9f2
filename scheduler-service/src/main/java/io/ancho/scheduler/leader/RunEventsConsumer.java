package io.ancho.scheduler.leader;

import java.util.Objects;

import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.stereotype.Component;

/**
 * The reading of runs' events, which only the leader does.
 */
@Component
final class RunEventsConsumer {

	private static final String LISTENER = "runs";

	private final KafkaListenerEndpointRegistry registry;

	RunEventsConsumer(KafkaListenerEndpointRegistry registry) {
		this.registry = registry;
	}

	void start() {
		container().start();
	}

	/** An event that is being dealt with is read again by the next leader. */
	void stop() {
		container().stop();
	}

	private MessageListenerContainer container() {
		return Objects.requireNonNull(this.registry.getListenerContainer(LISTENER));
	}

}
