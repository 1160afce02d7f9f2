package io.ancho.run.storage;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Where this service keeps its tables.
 *
 * @param keyspace this service's keyspace
 * @param replication the replication map of every keyspace it makes, users' included
 * @param username the role to log in as, empty for none
 * @param password its password
 * @param userRoleSecret what the passwords of users' own roles are derived from, shared
 * with stats-service; empty for no such roles
 */
@Validated
@ConfigurationProperties("ancho.cassandra")
record StorageProperties(@NotBlank String keyspace, @NotBlank String replication, @NotNull String username,
		@NotNull String password, @NotNull String userRoleSecret) {

	boolean hasLogin() {
		return !this.username.isEmpty();
	}

	boolean hasUserRoles() {
		return !this.userRoleSecret.isEmpty();
	}

	@Override
	public String toString() {
		return "StorageProperties[keyspace=" + this.keyspace + ", username=" + this.username + "]";
	}

}
