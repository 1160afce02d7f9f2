package io.ancho.scheduler.storage;

import jakarta.validation.constraints.NotBlank;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where this service keeps its tables.
 *
 * @param keyspace this service's keyspace
 * @param replication its replication map
 * @param username the role to log in as, empty for none
 * @param password its password
 */
@Validated
@ConfigurationProperties("ancho.cassandra")
record StorageProperties(@DefaultValue("ancho_scheduler") @NotBlank String keyspace, @NotBlank String replication,
		@DefaultValue("") String username, @DefaultValue("") String password) {
}
