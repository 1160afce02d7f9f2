package io.ancho.gateway.token;

import com.datastax.oss.driver.api.core.CqlSessionBuilder;

import org.springframework.boot.cassandra.autoconfigure.CqlSessionBuilderCustomizer;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * The gateway's own role in Cassandra.
 *
 * @param username its name; empty where Cassandra asks for none
 * @param password its password
 */
@ConfigurationProperties("ancho.cassandra")
record CassandraCredentials(@DefaultValue("") String username,
		@DefaultValue("") String password) implements CqlSessionBuilderCustomizer {

	@Override
	public void customize(CqlSessionBuilder session) {
		if (StringUtils.hasText(this.username)) {
			session.withAuthCredentials(this.username, this.password);
		}
	}

	@Override
	public String toString() {
		return "CassandraCredentials[username=" + this.username + "]";
	}

}
