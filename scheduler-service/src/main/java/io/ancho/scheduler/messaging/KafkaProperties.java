package io.ancho.scheduler.messaging;

import io.ancho.events.Topics;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The topics of this service, which it creates if they are missing.
 *
 * @param group the consumer group that reads runs' events
 * @param runs the topic of runs' events
 * @param executors the topic of executors' states
 * @param deadLetters the topic of unreadable records
 * @param partitions their partitions
 * @param replication their replication factor
 */
@Validated
@ConfigurationProperties("ancho.kafka")
public record KafkaProperties(@NotBlank String group, @DefaultValue(Topics.RUNS) @NotBlank String runs,
		@DefaultValue(Topics.EXECUTORS) @NotBlank String executors,
		@DefaultValue(Topics.DEAD_LETTERS) @NotBlank String deadLetters, @DefaultValue("1") @Min(1) int partitions,
		@DefaultValue("1") @Min(1) short replication) {
}
