package io.ancho.worker.queue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import io.ancho.events.ResultLayout;
import io.ancho.schema.Schema;

/**
 * The real middleware that integration tests run against.
 */
public final class TestStack {

	private TestStack() {
	}

	/**
	 * An address that {@code ./ancho test} passes to the tests.
	 * @param name {@code cassandra}, {@code kafka} or {@code python}
	 * @return the system property {@code ancho.test.<name>}
	 */
	public static String address(String name) {
		String value = System.getProperty("ancho.test." + name);
		if (value == null) {
			throw new IllegalStateException("ancho.test." + name
					+ " is not set: './ancho test' starts what integration tests need and passes it on");
		}
		return value;
	}

	/**
	 * A session on the Cassandra of the tests.
	 * @param address host:port
	 * @return a session that is patient with DDL
	 */
	public static CqlSession cassandra(String address) {
		String[] parts = address.split(":");
		return CqlSession.builder()
			.addContactPoint(new InetSocketAddress(parts[0], Integer.parseInt(parts[1])))
			.withLocalDatacenter("datacenter1")
			.withConfigLoader(DriverConfigLoader.programmaticBuilder()
				.withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false)
				.withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(30))
				.build())
			.build();
	}

	/**
	 * Makes a user's keyspace with its tables.
	 * @param session a session
	 * @return its name, unique
	 */
	public static String newKeyspace(CqlSession session) {
		String keyspace = "ancho_user_test_" + suffix();
		new Schema(session, keyspace, "{'class': 'SimpleStrategy', 'replication_factor': 1}", ResultLayout.SCHEMA)
			.apply();
		return keyspace;
	}

	static String suffix() {
		return UUID.randomUUID().toString().replace("-", "").substring(0, 12);
	}

	static Map<String, Object> kafka() {
		return Map.of("bootstrap.servers", address("kafka"));
	}

}
