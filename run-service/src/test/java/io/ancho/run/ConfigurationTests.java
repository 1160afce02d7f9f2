package io.ancho.run;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

import io.ancho.events.Topics;
import org.junit.jupiter.api.Test;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySourcesPropertyResolver;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Pins the keys that operators may set, and their defaults.
 */
class ConfigurationTests {

	private static final Map<String, Object> SECRETS = Map.of("ANCHO_IDENTITY_PUBLIC_KEY", "/keys/identity.pub",
			"ANCHO_LINK_SECRET_FILE", "/keys/links.secret");

	private static Map<String, String> properties(Map<String, Object> environment) throws Exception {
		MutablePropertySources sources = new MutablePropertySources();
		sources.addLast(new MapPropertySource("environment", environment));
		new YamlPropertySourceLoader().load("yaml", new ClassPathResource("application.yaml"))
			.forEach(sources::addLast);
		PropertySourcesPropertyResolver resolver = new PropertySourcesPropertyResolver(sources);
		Map<String, String> properties = new TreeMap<>();
		sources.stream()
			.filter((source) -> source.getName().startsWith("yaml"))
			.flatMap((source) -> Arrays.stream(((EnumerablePropertySource<?>) source).getPropertyNames()))
			.forEach((name) -> properties.put(name, resolver.getRequiredProperty(name)));
		return properties;
	}

	@Test
	void everyKeyOfTheServiceHasItsDefault() throws Exception {
		Map<String, String> own = properties(SECRETS);
		own.keySet().removeIf((name) -> !name.startsWith("ancho."));
		assertThat(own).isEqualTo(Map.ofEntries(Map.entry("ancho.group", "run-service"),
				Map.entry("ancho.leader.zookeeper", ""), Map.entry("ancho.leader.name", "localhost:8081"),
				Map.entry("ancho.cassandra.keyspace", "ancho_runs"),
				Map.entry("ancho.cassandra.replication", "{'class': 'SimpleStrategy', 'replication_factor': 1}"),
				Map.entry("ancho.cassandra.username", ""), Map.entry("ancho.cassandra.password", ""),
				Map.entry("ancho.cassandra.user-role-secret", ""), Map.entry("ancho.models.max-unpacked", "256MB"),
				Map.entry("ancho.models.max-files", "10000"), Map.entry("ancho.models.max-ratio", "200"),
				Map.entry("ancho.models.link-secret-file", "/keys/links.secret"),
				Map.entry("ancho.models.link-lifetime", "7d"), Map.entry("ancho.images.allowed", ""),
				Map.entry("ancho.quotas.runs", ""), Map.entry("ancho.quotas.values", ""),
				Map.entry("ancho.quotas.slots", ""), Map.entry("ancho.quotas.executors", ""),
				Map.entry("ancho.quotas.stored-bytes", ""), Map.entry("ancho.quotas.model-bytes", ""),
				Map.entry("ancho.sources.networks", ""), Map.entry("ancho.sources.plain-http", "false"),
				Map.entry("ancho.sources.ca", ""), Map.entry("ancho.sources.max-size", "64MB"),
				Map.entry("ancho.sources.max-redirects", "5"), Map.entry("ancho.sources.connect-timeout", "10s"),
				Map.entry("ancho.sources.timeout", "60s"), Map.entry("ancho.sources.at-once", "2"),
				Map.entry("ancho.deletion.at-once", "20"), Map.entry("ancho.deletion.grace", "30s"),
				Map.entry("ancho.deletion.retention", ""), Map.entry("ancho.deletion.retention-check", "10m"),
				Map.entry("ancho.topics.runs", "ancho.runs"),
				Map.entry("ancho.topics.chunk-results", "ancho.chunk-results"),
				Map.entry("ancho.topics.executors", "ancho.executors"),
				Map.entry("ancho.topics.summaries", "ancho.summaries"),
				Map.entry("ancho.topics.dead-letters", "ancho.dead-letters"),
				Map.entry("ancho.topics.pool-queue", "ancho.chunks.pool"), Map.entry("ancho.topics.partitions", "1"),
				Map.entry("ancho.topics.pool-partitions", "1"), Map.entry("ancho.topics.replication", "1")));
	}

	@Test
	void whatIsDeployedIsSetByEnvironmentVariables() throws Exception {
		Map<String, Object> environment = new TreeMap<>(SECRETS);
		environment.put("ANCHO_KAFKA", "k:1");
		environment.put("ANCHO_CASSANDRA", "c:2");
		environment.put("ANCHO_CASSANDRA_DATACENTER", "dc");
		environment.put("ANCHO_KAFKA_PARTITIONS", "8");
		assertThat(properties(environment)).containsEntry("spring.kafka.bootstrap-servers", "k:1")
			.containsEntry("spring.cassandra.contact-points", "c:2")
			.containsEntry("spring.cassandra.local-datacenter", "dc")
			.containsEntry("ancho.topics.partitions", "8")
			.containsEntry("spring.security.oauth2.resourceserver.jwt.public-key-location", "file:/keys/identity.pub");
	}

	@Test
	void withoutItsSecretsTheServiceDoesNotStart() {
		assertThat(catchThrowable(() -> properties(Map.of()))).isNotNull().hasMessageContaining("ANCHO_");
	}

	@Test
	void theTopicsAreThoseOfTheContract() throws Exception {
		Map<String, String> properties = properties(SECRETS);
		assertThat(properties).containsEntry("ancho.topics.runs", Topics.RUNS)
			.containsEntry("ancho.topics.chunk-results", Topics.CHUNK_RESULTS)
			.containsEntry("ancho.topics.executors", Topics.EXECUTORS)
			.containsEntry("ancho.topics.summaries", Topics.SUMMARIES)
			.containsEntry("ancho.topics.dead-letters", Topics.DEAD_LETTERS)
			.containsEntry("ancho.topics.pool-queue", Topics.POOL_QUEUE);
	}

}
