package io.ancho.scheduler.messaging;

import org.apache.kafka.clients.admin.NewTopic;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

@Configuration(proxyBeanMethods = false)
class MessagingConfiguration {

	@Bean
	KafkaAdmin.NewTopics topics(KafkaProperties properties) {
		return new KafkaAdmin.NewTopics(topic(properties.runs(), properties), topic(properties.executors(), properties),
				topic(properties.deadLetters(), properties));
	}

	/**
	 * An event that cannot be dealt with now, because something is away, is tried until
	 * it can.
	 */
	@Bean
	CommonErrorHandler untilItSucceeds() {
		return new DefaultErrorHandler(new FixedBackOff(1000, FixedBackOff.UNLIMITED_ATTEMPTS));
	}

	private static NewTopic topic(String name, KafkaProperties properties) {
		return TopicBuilder.name(name).partitions(properties.partitions()).replicas(properties.replication()).build();
	}

}
