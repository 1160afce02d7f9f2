package io.ancho.worker.queue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.ancho.worker.ExecutorProperties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.stereotype.Component;

/**
 * Opens the executor's place in the share group of its queue.
 */
@Component
class ShareQueues {

	private final Map<String, Object> settings;

	private final String queue;

	ShareQueues(KafkaProperties kafka, ExecutorProperties executor) {
		this.queue = executor.queue();
		this.settings = new HashMap<>(kafka.buildConsumerProperties());
		this.settings.keySet().removeAll(List.of("enable.auto.commit", "auto.offset.reset", "isolation.level"));
		this.settings.put(ConsumerConfig.GROUP_ID_CONFIG, this.queue);
		this.settings.put(ConsumerConfig.CLIENT_ID_CONFIG, executor.id());
		this.settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
		this.settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
		this.settings.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
		this.settings.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
		this.settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
		// A settlement waits for the fetch before it.
		this.settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 500);
		// Nothing is polled while all slots compute, however long that takes.
		this.settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, Integer.MAX_VALUE);
		this.settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5000);
		this.settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5000);
		this.settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
		this.settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1000);
	}

	ShareQueue open() {
		return new ShareQueue(new KafkaShareConsumer<>(this.settings), this.queue);
	}

}
