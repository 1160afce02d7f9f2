package io.ancho.stats.spark;

import java.nio.file.Path;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How Spark is started.
 *
 * @param classPath a folder with {@code stats-jobs.jar}, and Spark's jars in it or in its
 * folder {@code lib}
 * @param master Spark's master URL, such as {@code local[2]}
 * @param memory the driver's heap, as the JVM takes it, such as {@code 1g}
 */
@Validated
@ConfigurationProperties("ancho.spark")
record SparkProperties(@NotNull Path classPath, @NotBlank String master,
		@NotNull @Pattern(regexp = "\\d+[kKmMgG]") String memory) {

	Path applicationJar() {
		return this.classPath.resolve("stats-jobs.jar");
	}

}
