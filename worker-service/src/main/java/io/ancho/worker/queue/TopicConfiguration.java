package io.ancho.worker.queue;

import io.ancho.events.Topics;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;

/**
 * Declares the ordinary topics that an executor reads and writes. Queues are
 * run-service's to make.
 */
@Configuration(proxyBeanMethods = false)
class TopicConfiguration {

	@Bean
	KafkaAdmin.NewTopics topics(@Value("${ancho.kafka.partitions}") int partitions,
			@Value("${ancho.kafka.replication}") int replication) {
		return new KafkaAdmin.NewTopics(
				TopicBuilder.name(Topics.RUNS).partitions(partitions).replicas(replication).build(),
				TopicBuilder.name(Topics.CHUNK_RESULTS).partitions(partitions).replicas(replication).build(),
				TopicBuilder.name(Topics.DEAD_LETTERS).partitions(partitions).replicas(replication).build());
	}

}
