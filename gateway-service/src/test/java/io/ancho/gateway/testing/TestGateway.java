package io.ancho.gateway.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.ancho.gateway.GatewayApplication;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A running gateway with a keyspace of its own, in front of three {@link TestService}s.
 */
public final class TestGateway implements AutoCloseable {

	/** The token of the user {@code local}. */
	public static final String TOKEN = "a-token-for-the-tests-of-the-gateway";

	private final TestService run = new TestService();

	private final TestService stats = new TestService();

	private final TestService scheduler = new TestService();

	private final HttpClient http = HttpClient.newHttpClient();

	private final String keyspace = "ancho_gateway_" + UUID.randomUUID().toString().replace('-', '_').substring(0, 18);

	private final Path folder;

	private final Keys keys;

	private final ConfigurableApplicationContext context;

	TestGateway() throws IOException {
		this.folder = Files.createTempDirectory("ancho-gateway");
		this.keys = Keys.generate(this.folder.resolve("identity.key"));
		Files.writeString(this.folder.resolve("token"), TOKEN + "\n");
		this.context = start(Map.of());
	}

	private static String cassandra() {
		String address = System.getProperty("ancho.test.cassandra");
		if (address == null) {
			throw new IllegalStateException(
					"-Dancho.test.cassandra=host:port is missing: ./ancho test starts Cassandra and passes it");
		}
		return address;
	}

	private ConfigurableApplicationContext start(Map<String, Object> overrides) {
		Map<String, Object> settings = new HashMap<>(Map.of("server.port", 0, "spring.cassandra.contact-points",
				cassandra(), "ancho.tokens.keyspace", this.keyspace, "ancho.tokens.bootstrap-file",
				this.folder.resolve("token"), "ancho.identity.private-key", this.keys.file(), "ancho.upstreams.run",
				this.run.url(), "ancho.upstreams.stats", this.stats.url(), "ancho.upstreams.scheduler",
				this.scheduler.url(), "ancho.upstreams.heartbeat", "200ms", "ancho.upstreams.event-streams", 2));
		settings.putAll(overrides);
		return new SpringApplicationBuilder(GatewayApplication.class).run(settings.entrySet()
			.stream()
			.map((setting) -> "--" + setting.getKey() + "=" + setting.getValue())
			.toArray(String[]::new));
	}

	/** Starts a second instance over the same keyspace, which the caller closes. */
	public ConfigurableApplicationContext another(Map<String, Object> overrides) {
		return start(overrides);
	}

	public TestService run() {
		return this.run;
	}

	public TestService stats() {
		return this.stats;
	}

	public TestService service(String name) {
		return switch (name) {
			case "run-service" -> this.run;
			case "stats-service" -> this.stats;
			case "scheduler-service" -> this.scheduler;
			default -> throw new IllegalArgumentException(name);
		};
	}

	public Keys keys() {
		return this.keys;
	}

	public ConfigurableApplicationContext context() {
		return this.context;
	}

	public int port() {
		return Integer.parseInt(this.context.getEnvironment().getRequiredProperty("local.server.port"));
	}

	public HttpClient http() {
		return this.http;
	}

	/** A request with the token of the user {@code local}. */
	public HttpRequest.Builder request(String path) {
		return anonymous(path).header("Authorization", "Bearer " + TOKEN);
	}

	public HttpRequest.Builder anonymous(String path) {
		return anonymous(port(), path);
	}

	/** The same at another instance. */
	public HttpRequest.Builder request(int port, String path) {
		return anonymous(port, path).header("Authorization", "Bearer " + TOKEN);
	}

	private static HttpRequest.Builder anonymous(int port, String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
	}

	public HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.http.send(request.build(), BodyHandlers.ofString());
	}

	public HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return send(request(path));
	}

	public HttpResponse<String> post(String path, @Nullable String json) throws IOException, InterruptedException {
		return send(request(path).header("Content-Type", "application/json")
			.POST((json != null) ? HttpRequest.BodyPublishers.ofString(json) : HttpRequest.BodyPublishers.noBody()));
	}

	@Override
	public void close() throws IOException {
		this.context.getBean(CqlSession.class)
			.execute(SimpleStatement.newInstance("DROP KEYSPACE " + this.keyspace).setTimeout(Duration.ofSeconds(60)));
		this.context.close();
		this.run.close();
		this.stats.close();
		this.scheduler.close();
		try (Stream<Path> files = Files.walk(this.folder)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
	}

}
