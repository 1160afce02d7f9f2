package io.ancho.scheduler.it;

import java.net.InetSocketAddress;
import java.time.Duration;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;

/**
 * The real Cassandra.
 */
public final class Cassandra {

	private Cassandra() {
	}

	public static CqlSession connect() {
		String[] address = TestMiddleware.cassandra().split(":");
		return CqlSession.builder()
			.addContactPoint(new InetSocketAddress(address[0], Integer.parseInt(address[1])))
			.withLocalDatacenter("datacenter1")
			.withConfigLoader(DriverConfigLoader.programmaticBuilder()
				.withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false)
				.withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(30))
				.build())
			.build();
	}

}
