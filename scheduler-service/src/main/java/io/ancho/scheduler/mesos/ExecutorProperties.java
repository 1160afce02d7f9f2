package io.ancho.scheduler.mesos;

import java.time.Duration;
import java.util.List;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How an executor is started.
 *
 * @param command the shell command that starts worker-service
 * @param environment names of this service's own variables that executors inherit, for
 * all to see
 * @param secrets names of this service's own variables that executors inherit as secrets
 * @param uris what Mesos fetches into the executor's folder before, and unpacks
 * @param volumes folders of the agent in the container, {@code host:container} or
 * {@code host:container:ro}
 * @param address the address executors listen on, empty for their own default
 * @param image the container image for runs that name none, empty for no container
 * @param containerizer what runs images
 * @param dockerParameters what {@code docker run} is told besides, {@code option=value}:
 * by default what lets an executor wall its models off
 * @param healthPath the path that Mesos asks executors for their health, empty for no
 * health check
 * @param grace the time between SIGTERM and SIGKILL
 * @param ports the ports they may take, {@code 31000-32000} with commas between; empty
 * for all but the services'
 */
@Validated
@ConfigurationProperties("ancho.executor")
public record ExecutorProperties(@NotBlank String command, @DefaultValue List<String> environment,
		@DefaultValue List<String> secrets, @DefaultValue List<String> uris, @DefaultValue List<String> volumes,
		@DefaultValue("") String address, @DefaultValue("") String image,
		@DefaultValue("docker") @NotNull Containerizer containerizer, @DefaultValue List<String> dockerParameters,
		@DefaultValue("") String healthPath, @DefaultValue("3s") Duration grace, @DefaultValue("") String ports) {

	/**
	 * What runs an image. Without an image a command always runs under Mesos's own.
	 */
	public enum Containerizer {

		/** Docker, but for what only Mesos's own can do: GPUs. */
		DOCKER,

		/** Mesos's own, which runs Docker's images too. */
		MESOS

	}

	public ExecutorProperties {
		ExecutorPorts.parse(ports);
		dockerParameters.forEach((parameter) -> {
			if (parameter.indexOf('=') < 1) {
				throw new IllegalArgumentException("ANCHO_EXECUTOR_DOCKER_PARAMETERS: " + parameter
						+ " is not of the form option=value, such as security-opt=seccomp=unconfined");
			}
		});
		if (!secrets.isEmpty() && !image.isEmpty() && containerizer == Containerizer.DOCKER) {
			throw new IllegalArgumentException(
					"ANCHO_EXECUTOR_SECRETS: only Mesos's own containerizer keeps secrets. Set ANCHO_EXECUTOR_CONTAINERIZER=mesos, or put the secrets into files of the agents and name their folder in ANCHO_EXECUTOR_VOLUMES");
		}
	}
}
