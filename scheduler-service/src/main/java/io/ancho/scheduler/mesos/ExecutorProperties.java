package io.ancho.scheduler.mesos;

import java.time.Duration;
import java.util.List;

import jakarta.validation.constraints.NotBlank;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How an executor is started.
 *
 * @param command the shell command that starts worker-service
 * @param environment names of this service's own variables that executors inherit
 * @param address the address executors listen on, empty for their own default
 * @param image the container image for runs that name none, empty for no container
 * @param grace the time between SIGTERM and SIGKILL
 */
@Validated
@ConfigurationProperties("ancho.executor")
public record ExecutorProperties(@NotBlank String command, @DefaultValue List<String> environment,
		@DefaultValue("") String address, @DefaultValue("") String image, @DefaultValue("3s") Duration grace) {
}
