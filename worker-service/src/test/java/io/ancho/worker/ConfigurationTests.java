package io.ancho.worker;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.ancho.worker.model.ModelProperties;
import io.ancho.worker.python.PythonProperties;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

class ConfigurationTests {

	@Test
	void hasTheseDefaults() throws IOException {
		Binder binder = binder(Map.of("java.io.tmpdir", "/var/tmp"));

		assertThat(binder.bind("ancho.executor", ExecutorProperties.class).get())
			.isEqualTo(new ExecutorProperties("pool-1", "ancho.chunks.pool", 1, "", DataSize.ofGigabytes(2),
					Duration.ofMinutes(2), 4, Duration.ofMinutes(2), Duration.ofSeconds(5), DataSize.ofMegabytes(1)));
		PythonProperties python = binder.bind("ancho.python", PythonProperties.class).get();
		assertThat(python).isEqualTo(new PythonProperties("python3", "required", Duration.ofMinutes(2),
				Duration.ofSeconds(5), null, null, 128, DataSize.ofGigabytes(1), DataSize.ofMegabytes(64)));
		ModelProperties models = binder.bind("ancho.models", ModelProperties.class).get();
		assertThat(models.source()).containsExactly(URI.create("http://127.0.0.1:8081"));
		assertThat(models.cache()).isEqualTo(Path.of("/var/tmp/ancho-cache"));
		assertThat(binder.bind("server.port", Integer.class).get()).isEqualTo(8083);
	}

	@Test
	void readsTheVariablesThatExecutorsAreLaunchedWith() throws IOException {
		Binder binder = binder(Map.of("ANCHO_EXECUTOR_ID", "ancho.r.1", "ANCHO_QUEUE", "ancho.chunks.r", "ANCHO_RUN",
				"r", "ANCHO_SLOTS", "4", "ANCHO_PYTHON", "/opt/python", "ANCHO_CACHE", "/cache", "ANCHO_MEM_MIB",
				"4096", "ANCHO_KAFKA", "kafka:9092", "ANCHO_CASSANDRA", "a:9042,b:9042", "SERVER_PORT", "0"));

		ExecutorProperties executor = binder.bind("ancho.executor", ExecutorProperties.class).get();
		assertThat(executor.id()).isEqualTo("ancho.r.1");
		assertThat(executor.queue()).isEqualTo("ancho.chunks.r");
		assertThat(executor.slots()).isEqualTo(4);
		assertThat(executor.memoryOfAProcess()).isEqualTo(DataSize.ofMegabytes((4096 - 256) / 4 - 64));
		assertThat(executor.isDedicated()).isTrue();
		assertThat(executor.dedicatedTo()).isEqualTo("r");
		assertThat(binder.bind("ancho.python.interpreter", String.class).get()).isEqualTo("/opt/python");
		assertThat(binder.bind("ancho.models.cache", Path.class).get()).isEqualTo(Path.of("/cache"));
		assertThat(binder.bind("spring.kafka.bootstrap-servers", String.class).get()).isEqualTo("kafka:9092");
		assertThat(binder.bind("spring.cassandra.contact-points", String[].class).get()).containsExactly("a:9042",
				"b:9042");
		assertThat(binder.bind("server.port", Integer.class).get()).isZero();
	}

	private static Binder binder(Map<String, Object> variables) throws IOException {
		StandardEnvironment environment = new StandardEnvironment();
		var sources = environment.getPropertySources();
		sources.forEach((source) -> sources.remove(source.getName()));
		sources.addLast(new MapPropertySource("variables", new HashMap<>(variables)));
		new YamlPropertySourceLoader().load("application", new ClassPathResource("application.yaml"))
			.forEach(sources::addLast);
		sources.addLast(new MapPropertySource("system", Map.of("java.io.tmpdir", "/var/tmp")));
		return Binder.get(environment);
	}

}
