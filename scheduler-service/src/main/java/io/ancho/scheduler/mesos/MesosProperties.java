package io.ancho.scheduler.mesos;

import java.net.URI;
import java.time.Duration;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The Mesos master and how this framework presents itself.
 *
 * @param master base URL of a master; one that does not lead redirects to the one that
 * does
 * @param role the role to be offered resources for
 * @param user the user that executors run as
 * @param principal the name to authenticate with, empty for none
 * @param secret its secret
 * @param failoverTimeout how long Mesos keeps the executors while this service is away
 * @param shortestBackoff the wait after a first failed attempt to subscribe; it doubles
 * @param longestBackoff the longest wait
 */
@Validated
@ConfigurationProperties("ancho.mesos")
public record MesosProperties(@NotNull URI master, @NotBlank String role, @NotBlank String user,
		@DefaultValue("") String principal, @DefaultValue("") String secret,
		@DefaultValue("7d") Duration failoverTimeout, @DefaultValue("250ms") Duration shortestBackoff,
		@DefaultValue("15s") Duration longestBackoff) {
}
