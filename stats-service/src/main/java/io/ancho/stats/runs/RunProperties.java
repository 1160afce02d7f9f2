package io.ancho.stats.runs;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where run-service is.
 *
 * @param url the base URLs of its instances, of which the leader answers
 * @param timeout how long one may take to connect, and to answer
 * @param takeover how long a request waits for the next leader while there is none
 */
@Validated
@ConfigurationProperties("ancho.runs")
record RunProperties(@NotEmpty List<URI> url, @NotNull Duration timeout,
		@DefaultValue("8s") @NotNull Duration takeover) {
}
