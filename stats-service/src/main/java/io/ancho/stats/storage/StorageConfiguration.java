package io.ancho.stats.storage;

import java.time.Duration;

import com.datastax.oss.driver.api.core.config.DefaultDriverOption;

import org.springframework.boot.cassandra.autoconfigure.CqlSessionBuilderCustomizer;
import org.springframework.boot.cassandra.autoconfigure.DriverConfigLoaderBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class StorageConfiguration {

	/**
	 * Every statement of this service is repeatable; it needs no copy of the schema.
	 * Cassandra is waited for at the start, and noticed within two seconds when it is
	 * back.
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
	CqlSessionBuilderCustomizer login(StorageProperties properties) {
		return (builder) -> {
			if (properties.hasLogin()) {
				builder.withAuthCredentials(properties.username(), properties.password());
			}
		};
	}

}
