package io.ancho.run.deletion;

import java.time.Duration;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * What is deleted, and when.
 *
 * @param retention how long a run is kept after it is over, or null for ever
 * @param retentionCheck how often runs that are over for longer are looked for
 * @param atOnce how many such runs may wait for being deleted at the same time
 * @param grace how long after its end a run with executors of its own is waited for: one
 * that was just being launched may still join the run's share group
 */
@Validated
@ConfigurationProperties("ancho.deletion")
record DeletionProperties(@DurationMin(seconds = 1) @Nullable Duration retention, @NotNull Duration retentionCheck,
		@Min(1) int atOnce, @NotNull Duration grace) {
}
