package io.ancho.run.messaging;

import java.util.Map;
import java.util.stream.Stream;

import io.ancho.leadership.LeaderProperties;
import io.ancho.run.problem.Outages;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;

import org.springframework.boot.kafka.autoconfigure.DefaultKafkaConsumerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.ExponentialBackOff;
import org.springframework.util.backoff.FixedBackOff;

@Configuration(proxyBeanMethods = false)
class MessagingConfiguration {

	/** Of several instances; a leader that nobody waits for asks less often. */
	private static final int FETCH_MILLIS = 500;

	@Bean
	KafkaAdmin.NewTopics topics(TopicProperties topics) {
		Stream<NewTopic> ordinary = Stream
			.of(topics.runs(), topics.chunkResults(), topics.executors(), topics.summaries(), topics.deadLetters())
			.map((name) -> new NewTopic(name, topics.partitions(), topics.replication()));
		Stream<NewTopic> pool = Stream
			.of(new NewTopic(topics.poolQueue(), topics.poolPartitions(), topics.replication())
				.configs(Queues.SETTINGS));
		return new KafkaAdmin.NewTopics(
				Stream.concat(ordinary.map((topic) -> topic.configs(Queues.SETTINGS)), pool).toArray(NewTopic[]::new));
	}

	@Bean
	Admin admin(KafkaAdmin admin) {
		return Admin.create(admin.getConfigurationProperties());
	}

	/**
	 * The end of a leader's reading waits for the answer to its last fetch, and the next
	 * leader waits for that.
	 */
	@Bean
	DefaultKafkaConsumerFactoryCustomizer shortFetches(LeaderProperties leader) {
		return (factory) -> {
			if (!leader.zookeeper().isEmpty()) {
				factory.updateConfigs(Map.of(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_MILLIS));
			}
		};
	}

	/**
	 * While Cassandra or Kafka does not answer, a record is tried again and again; any
	 * other trouble is the record's own, and trying again would not help. What they call
	 * invalid is no outage.
	 */
	@Bean
	CommonErrorHandler errorHandler(DeadLetters deadLetters) {
		ExponentialBackOff backOff = new ExponentialBackOff(100, 2);
		backOff.setMaxInterval(5000);
		DefaultErrorHandler handler = new DefaultErrorHandler(deadLetters, backOff);
		handler.setBackOffFunction((record, ex) -> Outages.isOutage(ex) ? backOff : new FixedBackOff(0, 0));
		return handler;
	}

}
