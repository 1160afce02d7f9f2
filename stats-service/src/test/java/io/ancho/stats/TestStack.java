package io.ancho.stats;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.ancho.events.Json;
import io.ancho.events.ResultLayout;
import io.ancho.events.SummaryEvent;
import io.ancho.events.UserKeyspace;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The service with a Spark of its own, over real Kafka and Cassandra, with topics and a
 * user's keyspace that go when it is closed.
 */
final class TestStack implements AutoCloseable {

	static final Duration PATIENCE = Duration.ofSeconds(120);

	final String user = "it" + UUID.randomUUID().toString().substring(0, 8);

	final String keyspace = UserKeyspace.of(this.user);

	final TestRunService runs = new TestRunService();

	private final String prefix = "it." + this.user + ".";

	private final HttpClient http = HttpClient.newHttpClient();

	private final TestIdentity identity;

	private final Map<String, String> settings;

	private final ConfigurableApplicationContext context;

	TestStack(Path folder) {
		this.identity = new TestIdentity(folder);
		this.settings = settings();
		this.context = SpringApplication.run(StatsServiceApplication.class,
				this.settings.entrySet()
					.stream()
					.map((a) -> "--" + a.getKey() + "=" + a.getValue())
					.toArray(String[]::new));
		createKeyspace();
	}

	private Map<String, String> settings() {
		Map<String, String> arguments = new HashMap<>();
		arguments.put("server.port", "0");
		arguments.put("ANCHO_KAFKA", property("ancho.test.kafka"));
		arguments.put("ANCHO_CASSANDRA", property("ancho.test.cassandra"));
		arguments.put("ANCHO_SPARK_CLASSPATH", property("ancho.test.spark"));
		arguments.put("ANCHO_SPARK_MEMORY", "512m");
		arguments.put("ANCHO_RUN_URL", this.runs.url());
		arguments.put("ANCHO_IDENTITY_PUBLIC_KEY", this.identity.publicKey().toString());
		arguments.put("ancho.group", this.prefix + "group");
		List.of("runs", "summaries", "dead-letters")
			.forEach((t) -> arguments.put("ancho.topics." + t, this.prefix + t));
		return arguments;
	}

	/** Another instance, which is as good as this one. */
	StatsProcess another(Path folder) {
		return new StatsProcess(folder, this.settings);
	}

	/** Has this instance leave the summaries to others for a while. */
	void leaveSummaries() {
		this.context.getBean("runEvents", SmartLifecycle.class).stop();
	}

	void returnToSummaries() {
		this.context.getBean("runEvents", SmartLifecycle.class).start();
	}

	static String property(String name) {
		return Objects.requireNonNull(System.getProperty(name),
				() -> name + " is not set: './ancho test' starts Cassandra and Kafka and passes what the tests need");
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	CqlSession session() {
		return bean(CqlSession.class);
	}

	@SuppressWarnings("unchecked")
	void publish(String run, Object event) {
		bean(KafkaTemplate.class)
			.send(this.prefix + "runs", run, (event instanceof byte[] raw) ? raw : Json.write(event))
			.join();
	}

	/** Waits for the end of a run's summary. */
	SummaryEvent awaitSummary(String run) {
		return Json.read(awaitRecord("summaries", run).value(), SummaryEvent.class);
	}

	/** Waits for a record of a key in one of the topics. */
	@SuppressWarnings("unchecked")
	ConsumerRecord<String, byte[]> awaitRecord(String topic, String key) {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		try (Consumer<String, byte[]> consumer = bean(ConsumerFactory.class)
			.createConsumer(UUID.randomUUID().toString(), "")) {
			TopicPartition partition = new TopicPartition(this.prefix + topic, 0);
			consumer.assign(List.of(partition));
			consumer.seekToBeginning(List.of(partition));
			while (System.nanoTime() < deadline) {
				for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
					if (key.equals(record.key())) {
						return record;
					}
				}
			}
		}
		throw new AssertionError("no record of " + key + " in " + topic + " after " + PATIENCE);
	}

	HttpResponse<byte[]> get(String path) {
		return get(path, this.user);
	}

	HttpResponse<byte[]> get(String path, String as) {
		return get(path, as, "stats-service", "read write");
	}

	HttpResponse<byte[]> get(String path, String as, String audience, String scope) {
		HttpRequest request = HttpRequest.newBuilder(uri(path))
			.header("Authorization", "Bearer " + this.identity.token(as, audience, scope))
			.build();
		return send(request);
	}

	HttpResponse<byte[]> getAnonymously(String path) {
		return send(HttpRequest.newBuilder(uri(path)).build());
	}

	String text(String path) {
		HttpResponse<byte[]> response = get(path);
		String body = new String(response.body(), StandardCharsets.UTF_8);
		assertThat(response.statusCode()).as(body).isEqualTo(200);
		return body;
	}

	private URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.context.getEnvironment().getProperty("local.server.port") + path);
	}

	private HttpResponse<byte[]> send(HttpRequest request) {
		try {
			return this.http.send(request, HttpResponse.BodyHandlers.ofByteArray());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void createKeyspace() {
		List<String> statements = new ArrayList<>();
		statements.add("CREATE KEYSPACE " + this.keyspace
				+ " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
		for (String file : ResultLayout.SCHEMA) {
			String cql = resource("/" + file).replaceAll("(?m)^--.*$", "");
			for (String statement : cql.split(";")) {
				statements.add(statement.replace("${keyspace}", this.keyspace).strip());
			}
		}
		statements.stream().filter((s) -> !s.isEmpty()).forEach(this::ddl);
	}

	private static String resource(String name) {
		try (InputStream in = ResultLayout.class.getResourceAsStream(name)) {
			return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void ddl(String cql) {
		session().execute(SimpleStatement.newInstance(cql).setTimeout(Duration.ofSeconds(60)));
	}

	@Override
	public void close() {
		ddl("DROP KEYSPACE IF EXISTS " + this.keyspace);
		this.context.close();
		this.runs.close();
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", property("ancho.test.kafka")))) {
			admin.deleteTopics(List.of(this.prefix + "runs", this.prefix + "summaries", this.prefix + "dead-letters"))
				.all()
				.toCompletionStage()
				.toCompletableFuture()
				.join();
			admin.deleteConsumerGroups(List.of(this.prefix + "group"))
				.all()
				.toCompletionStage()
				.toCompletableFuture()
				.join();
		}
	}

}
