package io.ancho.stats.storage;

import com.datastax.oss.driver.api.core.config.DefaultDriverOption;

import org.springframework.boot.cassandra.autoconfigure.CqlSessionBuilderCustomizer;
import org.springframework.boot.cassandra.autoconfigure.DriverConfigLoaderBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class StorageConfiguration {

	/** Every statement of this service is repeatable; it needs no copy of the schema. */
	@Bean
	DriverConfigLoaderBuilderCustomizer driverOptions() {
		return (builder) -> builder.withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false)
			.withBoolean(DefaultDriverOption.REQUEST_DEFAULT_IDEMPOTENCE, true);
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
