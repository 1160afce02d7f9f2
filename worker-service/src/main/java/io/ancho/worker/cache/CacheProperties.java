package io.ancho.worker.cache;

import java.nio.file.Path;
import java.time.Duration;

import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How long the cache keeps what nobody uses.
 *
 * @param folder the folder of models and environments
 * @param retention how long after its last use an entry is kept
 */
@Validated
@ConfigurationProperties("ancho.cache")
record CacheProperties(@NotNull Path folder, @NotNull @DurationMin(minutes = 1) Duration retention) {
}
