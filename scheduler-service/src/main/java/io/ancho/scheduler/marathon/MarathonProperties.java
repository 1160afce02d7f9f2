package io.ancho.scheduler.marathon;

import java.time.Duration;

import io.ancho.events.Topics;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the pool is scaled.
 *
 * @param url Marathon's base URL, empty to leave the pool alone
 * @param ca a PEM file of the only authorities that are trusted, empty for those of Java
 * @param credentialFile a file with a user and a password, in one of Mesos's forms; empty
 * for none
 * @param app the pool's app
 * @param queue the pool's queue: a topic, and the share group of its name
 * @param minimum the fewest instances
 * @param maximum the most
 * @param chunks how many chunks of the queue justify an instance. run-service keeps two a
 * slot outstanding while there is work
 * @param calm how long fewer instances must have been enough before there are fewer
 * @param interval the time between two looks
 */
@Validated
@ConfigurationProperties("ancho.marathon")
public record MarathonProperties(@DefaultValue("") String url, @DefaultValue("") String ca,
		@DefaultValue("") String credentialFile, @DefaultValue("/ancho/worker") @NotBlank String app,
		@DefaultValue(Topics.POOL_QUEUE) @NotBlank String queue, @DefaultValue("1") @Min(0) int minimum,
		@DefaultValue("10") @Min(1) int maximum, @DefaultValue("1") @Min(1) int chunks,
		@DefaultValue("5m") Duration calm, @DefaultValue("10s") Duration interval) {

	public MarathonProperties {
		if (minimum > maximum) {
			throw new IllegalArgumentException("ANCHO_MARATHON_MINIMUM is larger than ANCHO_MARATHON_MAXIMUM");
		}
	}
}
