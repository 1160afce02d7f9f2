package io.ancho.stats.storage;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How to log in to Cassandra; the rest is {@code spring.cassandra}.
 *
 * @param username the role, or empty where Cassandra asks for none
 * @param password its password
 */
@ConfigurationProperties("ancho.cassandra")
public record StorageProperties(String username, String password) {

	/**
	 * Whether there is a role to log in as.
	 * @return false where Cassandra asks for none
	 */
	public boolean hasLogin() {
		return !this.username.isEmpty();
	}

	@Override
	public String toString() {
		return "StorageProperties[username=" + this.username + "]";
	}

}
