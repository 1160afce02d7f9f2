package io.ancho.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.ancho.events.UserKeyspace;
import io.ancho.run.messaging.TopicProperties;
import org.apache.kafka.clients.admin.Admin;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The service itself, started and stopped at will over a keyspace and topics of its own,
 * which go when it is closed.
 */
final class TestStack implements AutoCloseable {

	final String kafka = address("ancho.test.kafka");

	final String user = "it" + UUID.randomUUID().toString().substring(0, 8);

	private final String cassandra = address("ancho.test.cassandra");

	private final String suffix = UUID.randomUUID().toString().replace("-", "").substring(0, 12);

	private final Set<String> users = new HashSet<>();

	private final TestIdentity identity;

	private final Path folder;

	private final Map<String, Object> settings;

	private ConfigurableApplicationContext context;

	TestStack(Path folder) {
		this(folder, Map.of());
	}

	/** With settings of its own. */
	TestStack(Path folder, Map<String, Object> settings) {
		this.settings = settings;
		this.folder = folder;
		this.identity = new TestIdentity(folder);
		this.context = run();
		awaitRestoration();
	}

	private static String address(String property) {
		return Objects.requireNonNull(System.getProperty(property),
				() -> property + " is not set: './ancho test' starts Cassandra and Kafka and passes both addresses");
	}

	private ConfigurableApplicationContext run() {
		Map<String, Object> properties = new HashMap<>();
		properties.put("server.port", 0);
		properties.put("ANCHO_KAFKA", this.kafka);
		properties.put("ANCHO_CASSANDRA", this.cassandra);
		properties.put("ANCHO_IDENTITY_PUBLIC_KEY", TestIdentity.publicKey(this.folder));
		properties.put("ANCHO_LINK_SECRET_FILE", TestIdentity.linkSecret(this.folder));
		properties.put("ancho.cassandra.keyspace", keyspace());
		properties.put("ANCHO_SOURCES_NETWORKS", "127.0.0.0/8");
		properties.put("ANCHO_SOURCES_PLAIN_HTTP", true);
		properties.put("ancho.group", "run-service-" + this.suffix);
		topicNames().forEach((key, name) -> properties.put("ancho.topics." + key, name));
		properties.putAll(this.settings);
		String[] arguments = properties.entrySet()
			.stream()
			.map((property) -> "--" + property.getKey() + "=" + property.getValue())
			.toArray(String[]::new);
		return SpringApplication.run(RunServiceApplication.class, arguments);
	}

	private Map<String, String> topicNames() {
		Map<String, String> names = new HashMap<>();
		for (String key : List.of("runs", "chunk-results", "executors", "summaries", "dead-letters", "pool-queue")) {
			names.put(key, "it." + this.suffix + "." + key);
		}
		return names;
	}

	String keyspace() {
		return "it_runs_" + this.suffix;
	}

	TopicProperties topics() {
		return this.context.getBean(TopicProperties.class);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	ApiClient api() {
		return api(this.user);
	}

	ApiClient api(String owner) {
		return api(owner, "run-service", "read write");
	}

	/** With an identity that the gateway signed for a service and a token's scopes. */
	ApiClient api(String owner, String audience, String scope) {
		this.users.add(owner);
		return new ApiClient(url(), this.identity.token(owner, audience, scope));
	}

	/** With an identity that says what operators have set. */
	ApiClient limited(String owner, Map<String, Long> quota, double weight, long since) {
		this.users.add(owner);
		return new ApiClient(url(),
				this.identity.token(owner, Map.of("quota", quota, "weight", weight, "since", since)));
	}

	private String url() {
		return "http://127.0.0.1:" + this.context.getEnvironment().getRequiredProperty("local.server.port");
	}

	Executor executor() {
		return new Executor(this.kafka, topics());
	}

	void stop() {
		this.context.close();
	}

	void start() {
		startWithoutWaiting();
		awaitRestoration();
	}

	/** Starts it, whether or not the runs that are not over are taken up. */
	void startWithoutWaiting() {
		this.context = run();
	}

	void awaitRestoration() {
		HealthIndicator restoration = this.context.getBean("restorationHealthIndicator", HealthIndicator.class);
		ApiClient.await(() -> Objects.requireNonNull(restoration.health()).getStatus(), Status.UP::equals);
	}

	@Override
	public void close() {
		CqlSession session = bean(CqlSession.class);
		Stream<String> keyspaces = Stream.concat(Stream.of(keyspace()), this.users.stream().map(UserKeyspace::of));
		for (String keyspace : keyspaces.toList()) {
			session.execute(SimpleStatement.newInstance("DROP KEYSPACE IF EXISTS " + keyspace)
				.setTimeout(Duration.ofSeconds(60)));
		}
		stop();
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", this.kafka))) {
			Stream<String> topics = topicNames().values().stream();
			admin.deleteTopics(topics.toList()).all().toCompletionStage().toCompletableFuture().join();
		}
	}

}
