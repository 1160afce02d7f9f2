package io.ancho.stats.messaging;

import java.util.stream.Stream;

import org.apache.kafka.clients.admin.NewTopic;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaAdmin;

@Configuration(proxyBeanMethods = false)
class MessagingConfiguration {

	@Bean
	KafkaAdmin.NewTopics topics(TopicProperties topics) {
		return new KafkaAdmin.NewTopics(Stream.of(topics.runs(), topics.summaries(), topics.deadLetters())
			.map((name) -> new NewTopic(name, topics.partitions(), topics.replication()))
			.toArray(NewTopic[]::new));
	}

}
