package io.ancho.worker.model;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Where models come from and where they are kept.
 *
 * @param source the base URLs of run-service's instances, any of which has every archive;
 * links to archives are relative to them
 * @param cache the folder for models and environments, shared by the executors of a
 * machine
 * @param maxSize the most bytes of an unpacked model
 * @param maxFiles the most files of a model
 * @param environmentTimeout how long installing a model's requirements may take
 */
@Validated
@ConfigurationProperties("ancho.models")
public record ModelProperties(@NotEmpty List<URI> source, @NotNull Path cache, @DefaultValue("256MB") DataSize maxSize,
		@DefaultValue("10000") int maxFiles, @DefaultValue("15m") Duration environmentTimeout) {
}
