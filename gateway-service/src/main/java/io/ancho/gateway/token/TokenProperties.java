package io.ancho.gateway.token;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How tokens are kept.
 *
 * @param keyspace where they are stored
 * @param replication the replication map of that keyspace
 * @param cache for how long a valid token is believed without asking Cassandra; this is
 * how long a deleted token may still work at other instances of the gateway
 * @param bootstrapFile a file with a token that becomes the user {@code local}'s; none if
 * null
 */
@ConfigurationProperties("ancho.tokens")
record TokenProperties(@DefaultValue("ancho_gateway") String keyspace,
		@DefaultValue("{'class': 'SimpleStrategy', 'replication_factor': 1}") String replication,
		@DefaultValue("5s") Duration cache, @Nullable Path bootstrapFile) {

}
