package io.ancho.run.storage;

import java.time.Duration;
import java.util.List;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import io.ancho.schema.Schema;

import org.springframework.boot.cassandra.autoconfigure.CqlSessionBuilderCustomizer;
import org.springframework.boot.cassandra.autoconfigure.DriverConfigLoaderBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class StorageConfiguration {

	/**
	 * Every statement of this service is repeatable. The driver's copy of the schema is
	 * not needed and makes each change of it five times slower. Cassandra is waited for
	 * at the start, and noticed within two seconds when it is back.
	 */
	@Bean
	DriverConfigLoaderBuilderCustomizer driverOptions() {
		return (builder) -> builder.withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false)
			.withBoolean(DefaultDriverOption.REQUEST_DEFAULT_IDEMPOTENCE, true)
			.withBoolean(DefaultDriverOption.RECONNECT_ON_INIT, true)
			.withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, Duration.ofMillis(250))
			.withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, Duration.ofSeconds(2));
	}

	@Bean
	CqlSessionBuilderCustomizer credentials(StorageProperties properties) {
		return (builder) -> {
			if (!properties.username().isEmpty()) {
				builder.withAuthCredentials(properties.username(), properties.password());
			}
		};
	}

	@Bean
	Keyspace keyspace(CqlSession session, StorageProperties properties) {
		new Schema(session, properties.keyspace(), properties.replication(),
				List.of("db/001-models.cql", "db/002-runs.cql", "db/003-model-sources.cql", "db/004-deletions.cql",
						"db/005-checkpoints.cql", "db/006-limits.cql"))
			.apply();
		return new Keyspace(properties.keyspace());
	}

}
