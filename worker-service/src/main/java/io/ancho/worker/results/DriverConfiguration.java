package io.ancho.worker.results;

import java.time.Duration;

import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.cassandra.autoconfigure.CqlSessionBuilderCustomizer;
import org.springframework.boot.cassandra.autoconfigure.DriverConfigLoaderBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * How the driver is used: every statement may be repeated, Cassandra is waited for at the
 * start and noticed within two seconds when it is back, the schema of all the users'
 * keyspaces is not read, and closing waits for nobody: an executor has three seconds to
 * stop.
 */
@Configuration(proxyBeanMethods = false)
class DriverConfiguration {

	@Bean
	DriverConfigLoaderBuilderCustomizer driver() {
		return (builder) -> builder.withBoolean(DefaultDriverOption.REQUEST_DEFAULT_IDEMPOTENCE, true)
			.withBoolean(DefaultDriverOption.RECONNECT_ON_INIT, true)
			.withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, Duration.ofMillis(250))
			.withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, Duration.ofSeconds(2))
			.withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false)
			.withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
			.withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0);
	}

	@Bean
	CqlSessionBuilderCustomizer credentials(@Value("${ancho.cassandra.username}") String username,
			@Value("${ancho.cassandra.password}") String password) {
		return (builder) -> {
			if (!username.isEmpty()) {
				builder.withAuthCredentials(username, password);
			}
		};
	}

}
