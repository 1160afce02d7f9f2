package io.ancho.run.source;

import java.time.Duration;
import java.util.List;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How sources are fetched.
 *
 * @param networks networks that may be asked besides the public internet, such as
 * {@code 10.1.0.0/16}
 * @param plainHttp whether http is allowed too
 * @param ca a PEM file of the only authorities that hosts' certificates may come from;
 * empty for those of Java
 * @param maxSize the most bytes of one answer: an archive, or a repository's files at one
 * commit
 * @param maxRedirects how many redirects are followed
 * @param connectTimeout how long a host may take to accept a connection, and be silent
 * @param timeout how long a whole fetch may take
 * @param atOnce how many are fetched at the same time, each by a process of about 150 MiB
 */
@Validated
@ConfigurationProperties("ancho.sources")
record SourceProperties(@NotNull List<String> networks, boolean plainHttp, @NotNull String ca,
		@NotNull DataSize maxSize, @Min(0) @Max(20) int maxRedirects, @NotNull Duration connectTimeout,
		@NotNull Duration timeout, @Min(1) @Max(100) int atOnce) {
}
