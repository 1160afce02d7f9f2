package io.ancho.run.execution;

import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.ancho.leadership.Lease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.Lifecycle;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.stereotype.Component;

/**
 * What reads reports. Only the leader's listeners run.
 */
@Component
class Listeners {

	private static final Logger log = LoggerFactory.getLogger(Listeners.class);

	private static final long LONGEST_STOP_SECONDS = 30;

	private final KafkaListenerEndpointRegistry registry;

	private final Lease lease;

	private boolean wanted;

	Listeners(KafkaListenerEndpointRegistry registry, Lease lease) {
		this.registry = registry;
		this.lease = lease;
	}

	synchronized void start() {
		this.wanted = true;
		this.registry.getListenerContainers().forEach(Lifecycle::start);
	}

	/**
	 * Starts those again whose place in their group a former leader has taken, which was
	 * stopped and woke up. It has no lease, so it does not do so itself.
	 */
	synchronized void startFenced() {
		for (MessageListenerContainer container : this.registry.getListenerContainers()) {
			if (this.wanted && !container.isInExpectedState() && this.lease.holds()) {
				log.warn("Reports are read again by {}, which had stopped", container.getListenerId());
				container.stop();
				container.start();
			}
		}
	}

	/**
	 * All at once, since the end of each waits for the answer to its last question to the
	 * broker.
	 */
	synchronized void stop() {
		this.wanted = false;
		Collection<MessageListenerContainer> containers = this.registry.getListenerContainers();
		CountDownLatch running = new CountDownLatch(containers.size());
		containers.forEach((container) -> container.stop(running::countDown));
		try {
			if (!running.await(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)) {
				log.error("Reports are still being counted after {} s", LONGEST_STOP_SECONDS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
