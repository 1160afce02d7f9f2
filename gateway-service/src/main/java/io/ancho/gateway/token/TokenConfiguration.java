package io.ancho.gateway.token;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import io.ancho.gateway.user.Users;
import io.ancho.schema.Schema;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.cassandra.autoconfigure.DriverConfigLoaderBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TokenConfiguration {

	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

	/**
	 * The gateway never asks for the schema, and reading it slows every start. Cassandra
	 * is waited for at the start, and noticed within two seconds when it is back.
	 */
	@Bean
	DriverConfigLoaderBuilderCustomizer driverOptions() {
		return (driver) -> driver.withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false)
			.withBoolean(DefaultDriverOption.RECONNECT_ON_INIT, true)
			.withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, Duration.ofMillis(250))
			.withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, Duration.ofSeconds(2));
	}

	@Bean
	Users users(CqlSession session, TokenProperties properties) {
		new Schema(session, properties.keyspace(), properties.replication(),
				List.of("db/001-tokens.cql", "db/002-users.cql", "db/003-limits.cql"))
			.apply();
		return new Users(session, properties.keyspace());
	}

	@Bean
	Tokens tokens(CqlSession session, TokenProperties properties, Users users) {
		return new Tokens(session, properties.keyspace(), users);
	}

	@Bean
	TokenChecks tokenChecks(Tokens tokens, TokenProperties properties, Clock clock, MeterRegistry meters) {
		return new TokenChecks(tokens, properties.cache(), clock, meters);
	}

	@Bean
	BootstrapToken bootstrapToken(Tokens tokens, Users users, TokenProperties properties, Clock clock) {
		BootstrapToken bootstrap = new BootstrapToken(tokens, users, clock);
		if (properties.bootstrapFile() != null) {
			bootstrap.register(properties.bootstrapFile());
		}
		return bootstrap;
	}

}
