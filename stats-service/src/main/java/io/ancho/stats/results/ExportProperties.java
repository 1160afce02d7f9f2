package io.ancho.stats.results;

import java.time.Duration;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How much is exported at once.
 *
 * @param atATime how many exports run at a time
 * @param patience how long one more waits for its turn before it is refused
 */
@Validated
@ConfigurationProperties("ancho.exports")
record ExportProperties(@Min(1) int atATime, @NotNull Duration patience) {
}
