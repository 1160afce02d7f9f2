package io.ancho.localstack.cassandra;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.apache.cassandra.service.CassandraDaemon;
import org.apache.cassandra.service.StorageService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a single Cassandra node in this process until it is told to end.
 * <p>
 * Environment: {@code CASSANDRA_DIR}, the folder that holds everything it writes;
 * {@code CASSANDRA_PORT}, where CQL is spoken; {@code CASSANDRA_INTERNODE_PORT}, needed
 * although there is no other node. Both ports are bound to the loopback address alone.
 * {@code CASSANDRA_KEYS}, a folder with the passwords of {@link Roles}, lets nobody in
 * without one; without it the node asks nobody who they are.
 */
public final class CassandraMain {

	/**
	 * What a node that is alone need not wait for: 44 seconds of start become 10.
	 */
	private static final Map<String, String> ALONE = Map.of("cassandra.ring_delay_ms", "100",
			"cassandra.skip_wait_for_gossip_to_settle", "0", "cassandra.superuser_setup_delay_ms", "0",
			"cassandra.shutdown_announce_in_ms", "0");

	private static final Logger logger = LoggerFactory.getLogger(CassandraMain.class);

	private CassandraMain() {
	}

	public static void main(String[] args) throws IOException {
		String keys = System.getenv("CASSANDRA_KEYS");
		Path directory = Path.of(required("CASSANDRA_DIR")).toAbsolutePath();
		Path configuration = Files.createDirectories(directory).resolve("cassandra.yaml");
		Files.writeString(configuration, access(keys != null).replace("${port}", required("CASSANDRA_PORT"))
			.replace("${internode-port}", required("CASSANDRA_INTERNODE_PORT")));
		UnusedSegments.delete(directory.resolve("commitlog"));
		ALONE.forEach(System::setProperty);
		System.setProperty("cassandra.config", configuration.toUri().toString());
		System.setProperty("cassandra.storagedir", directory.toString());
		System.setProperty("cassandra.logdir", directory.toString());
		System.setProperty("cassandra-foreground", "yes");
		// Measuring this at start takes a second; the value is that of 64-bit JVMs.
		System.setProperty("cassandra.memtable.row_overhead_size", "180");
		// By default a clock is set 500 times a second: most of what an idle node does.
		System.setProperty("cassandra.approximate_time_precision_ms", "100");
		System.setProperty("io.netty.tryReflectionSetAccessible", "true");
		// Passwords are 256 random bits: there is nothing to be guessed slowly.
		System.setProperty("cassandra.auth_bcrypt_gensalt_log2_rounds", "4");
		CassandraDaemon.main(args);
		if (keys != null) {
			open(Path.of(keys));
		}
	}

	/** Nobody can connect before there are roles. */
	private static void open(Path keys) {
		try {
			new Roles(keys).make();
			StorageService.instance.startNativeTransport();
		}
		catch (IOException | RuntimeException ex) {
			logger.error("The roles cannot be made, so nobody could log in", ex);
			System.exit(1);
		}
	}

	private static String access(boolean authenticated) throws IOException {
		return template().replace("${open}", String.valueOf(!authenticated))
			.replace("${authenticator}", authenticated ? "PasswordAuthenticator" : "AllowAllAuthenticator")
			.replace("${authorizer}", authenticated ? "CassandraAuthorizer" : "AllowAllAuthorizer");
	}

	private static String template() throws IOException {
		try (InputStream template = CassandraMain.class.getResourceAsStream("/cassandra-template.yaml")) {
			if (template == null) {
				throw new IOException("cassandra-template.yaml is missing from the class path");
			}
			return new String(template.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private static String required(String name) {
		String value = System.getenv(name);
		if (value == null || value.isBlank()) {
			throw new IllegalArgumentException("set the environment variable " + name);
		}
		return value;
	}

}
