package io.ancho.scheduler.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import com.datastax.oss.driver.api.core.CqlSession;
import io.ancho.events.RunEvent;
import io.ancho.scheduler.SchedulerApplication;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The whole service, with keyspace and topics of its own, which can be ended and started
 * again.
 */
final class SchedulerUnderTest implements AutoCloseable {

	private final String suffix;

	private final Identity identity;

	private final Path publicKey;

	private final URI mesos;

	private final HttpClient http = HttpClient.newHttpClient();

	private final Map<String, String> settings = new LinkedHashMap<>();

	private final RunEvents events;

	private @Nullable ConfigurableApplicationContext context;

	SchedulerUnderTest(Path folder, URI mesos) throws Exception {
		this.suffix = UUID.randomUUID().toString().substring(0, 8);
		this.identity = new Identity();
		this.publicKey = this.identity.writePublicKey(folder);
		this.mesos = mesos;
		this.events = new RunEvents(topic("runs"), topic("executors"));
	}

	private SchedulerUnderTest(SchedulerUnderTest other) {
		this.suffix = other.suffix;
		this.identity = other.identity;
		this.publicKey = other.publicKey;
		this.mesos = other.mesos;
		this.events = other.events;
		this.settings.putAll(other.settings);
	}

	/** Another instance of the same service. */
	SchedulerUnderTest another() {
		return new SchedulerUnderTest(this);
	}

	SchedulerUnderTest with(String setting, String value) {
		this.settings.put(setting, value);
		return this;
	}

	private String topic(String name) {
		return "ancho.test-" + this.suffix + "." + name;
	}

	private String keyspace() {
		return "ancho_scheduler_" + this.suffix;
	}

	void start() {
		List<String> arguments = new ArrayList<>();
		Map.of("server.port", "0", "spring.cassandra.contact-points", TestMiddleware.cassandra(),
				"spring.kafka.bootstrap-servers", TestMiddleware.kafka(), "ancho.cassandra.keyspace", keyspace(),
				"ancho.mesos.master", this.mesos.toString(), "ancho.mesos.longest-backoff", "1s",
				"ancho.executor.command", "echo started; exec sleep 600", "ANCHO_IDENTITY_PUBLIC_KEY",
				this.publicKey.toString())
			.forEach((name, value) -> arguments.add("--" + name + "=" + value));
		arguments.add("--ancho.executor.health-path=");
		arguments.add("--ancho.kafka.group=" + topic("scheduler"));
		arguments.add("--ancho.kafka.runs=" + topic("runs"));
		arguments.add("--ancho.kafka.executors=" + topic("executors"));
		arguments.add("--ancho.kafka.dead-letters=" + topic("dead-letters"));
		this.settings.forEach((name, value) -> arguments.add("--" + name + "=" + value));
		this.context = new SpringApplicationBuilder(SchedulerApplication.class).run(arguments.toArray(String[]::new));
	}

	void stop() {
		if (this.context != null) {
			this.context.close();
		}
	}

	void publish(RunEvent event) throws Exception {
		this.events.publish(event);
	}

	void publishUnreadable(String run) throws Exception {
		this.events.publishUnreadable(run);
	}

	RunEvents events() {
		return this.events;
	}

	HttpResponse<String> get(String path, @Nullable String user) throws IOException, InterruptedException {
		String port = Objects.requireNonNull(this.context).getEnvironment().getRequiredProperty("local.server.port");
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
		if (user != null) {
			request.header("Authorization", "Bearer " + this.identity.tokenOf(user));
		}
		return this.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	@Override
	public void close() throws Exception {
		stop();
		this.events.close();
		try (CqlSession session = Cassandra.connect()) {
			session.execute("DROP KEYSPACE IF EXISTS " + keyspace());
		}
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestMiddleware.kafka()))) {
			admin.deleteTopics(List.of(topic("runs"), topic("executors"), topic("dead-letters"))).all().get();
		}
	}

}
