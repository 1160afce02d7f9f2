package io.ancho.run.model;

import java.nio.file.Path;
import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What is taken as a model. How large an upload may be is
 * {@code spring.servlet.multipart.max-file-size}.
 *
 * @param maxUnpacked the most that an archive's files may have in all
 * @param maxFiles the most files
 * @param maxRatio how many times larger than the archive its files may be, once they are
 * larger than 16 MiB
 * @param linkSecretFile a file with the secret that signs links to archives, 32 bytes or
 * more
 * @param linkLifetime how long such a link is good at most: as long as Kafka keeps a
 * chunk
 */
@Validated
@ConfigurationProperties("ancho.models")
record ModelProperties(@NotNull DataSize maxUnpacked, @Min(1) @Max(100_000) int maxFiles, @Min(1) int maxRatio,
		@NotNull Path linkSecretFile, @NotNull @DurationMin(minutes = 1) Duration linkLifetime) {
}
