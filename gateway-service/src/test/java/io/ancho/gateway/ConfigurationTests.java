package io.ancho.gateway;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pins what an operator may set, and what happens if nothing is.
 */
class ConfigurationTests {

	@Test
	void everyEnvironmentVariableKeepsItsNameAndDefault() throws IOException {
		assertThat(settings()).containsEntry("spring.cassandra.contact-points", "${ANCHO_CASSANDRA:127.0.0.1:9042}")
			.containsEntry("spring.cassandra.local-datacenter", "${ANCHO_CASSANDRA_DATACENTER:datacenter1}")
			.containsEntry("ancho.cassandra.username", "${ANCHO_CASSANDRA_USERNAME:}")
			.containsEntry("ancho.cassandra.password", "${ANCHO_CASSANDRA_PASSWORD:}")
			.containsEntry("ancho.tokens.replication",
					"${ANCHO_CASSANDRA_REPLICATION:{'class':'SimpleStrategy','replication_factor':1}}")
			.containsEntry("ancho.tokens.bootstrap-file", "${ANCHO_BOOTSTRAP_TOKEN_FILE:}")
			.containsEntry("ancho.identity.private-key", "${ANCHO_IDENTITY_PRIVATE_KEY:}")
			.containsEntry("ancho.upstreams.run", "${ANCHO_RUN_URL:http://127.0.0.1:8081}")
			.containsEntry("ancho.upstreams.stats", "${ANCHO_STATS_URL:http://127.0.0.1:8084}")
			.containsEntry("ancho.upstreams.scheduler", "${ANCHO_SCHEDULER_URL:http://127.0.0.1:8082}")
			.containsEntry("server.port", "8080")
			.containsEntry("server.address", "127.0.0.1");
	}

	@Test
	void nothingElseIsReadFromTheEnvironment() throws IOException {
		assertThat(settings().values().stream().filter((value) -> value.contains("${"))).hasSize(10);
	}

	private static Map<String, String> settings() throws IOException {
		EnumerablePropertySource<?> source = (EnumerablePropertySource<?>) new YamlPropertySourceLoader()
			.load("application", new ClassPathResource("application.yaml"))
			.get(0);
		return Stream.of(source.getPropertyNames())
			.collect(Collectors.toMap((name) -> name, (name) -> String.valueOf(source.getProperty(name))));
	}

}
