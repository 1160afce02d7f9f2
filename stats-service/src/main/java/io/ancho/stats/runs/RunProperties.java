package io.ancho.stats.runs;

import java.net.URI;
import java.time.Duration;

import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Where run-service is.
 *
 * @param url its base URL
 * @param timeout how long it may take to connect, and to answer
 */
@Validated
@ConfigurationProperties("ancho.runs")
record RunProperties(@NotNull URI url, @NotNull Duration timeout) {
}
