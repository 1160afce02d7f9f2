package io.ancho.stats.messaging;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The topics, which are {@link io.ancho.events.Topics} unless several instances of Ancho
 * share a broker.
 *
 * @param runs where runs' events come from
 * @param summaries where the end of a summary is told
 * @param deadLetters where records go that cannot be read
 * @param partitions of each topic
 * @param replication of each topic
 */
@Validated
@ConfigurationProperties("ancho.topics")
public record TopicProperties(@NotBlank String runs, @NotBlank String summaries, @NotBlank String deadLetters,
		@Min(1) int partitions, @Min(1) short replication) {
}
