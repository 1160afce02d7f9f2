package io.ancho.scheduler.mesos;

import java.time.Duration;

import jakarta.validation.constraints.NotBlank;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The Mesos master and how this framework presents itself.
 *
 * @param master base URLs of masters with commas between, or where they are in ZooKeeper,
 * {@code zk://host:port,…/path}
 * @param ca a PEM file of the authorities to trust in TLS, empty for those of Java
 * @param role the role to be offered resources for
 * @param user the user that executors run as
 * @param principal the name to authenticate with, empty for none
 * @param secret its secret
 * @param credentialFile a file with both, which wins; empty for none
 * @param failoverTimeout how long Mesos keeps the executors while this service is away
 * @param shortestBackoff the wait after a first failed attempt to subscribe; it doubles
 * @param longestBackoff the longest wait
 */
@Validated
@ConfigurationProperties("ancho.mesos")
public record MesosProperties(@NotBlank String master, @DefaultValue("") String ca, @NotBlank String role,
		@NotBlank String user, @DefaultValue("") String principal, @DefaultValue("") String secret,
		@DefaultValue("") String credentialFile, @DefaultValue("7d") Duration failoverTimeout,
		@DefaultValue("250ms") Duration shortestBackoff, @DefaultValue("15s") Duration longestBackoff) {
}
