package io.ancho.run.messaging;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The topics, which are {@link io.ancho.events.Topics} unless several instances of Ancho
 * share a broker.
 *
 * @param runs where runs' events go
 * @param chunkResults where executors report
 * @param executors where the scheduler reports
 * @param summaries where the statistics report
 * @param deadLetters where records go that cannot be processed
 * @param poolQueue the pool's queue, and its share group
 * @param partitions of the ordinary topics
 * @param poolPartitions of the pool's queue, one for every 200 slots of the pool
 * @param replication of every topic
 */
@Validated
@ConfigurationProperties("ancho.topics")
public record TopicProperties(@NotBlank String runs, @NotBlank String chunkResults, @NotBlank String executors,
		@NotBlank String summaries, @NotBlank String deadLetters, @NotBlank String poolQueue, @Min(1) int partitions,
		@Min(1) int poolPartitions, @Min(1) short replication) {
}
