package io.ancho.scheduler;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.ancho.leadership.LeaderProperties;
import io.ancho.scheduler.mesos.ExecutorProperties;
import io.ancho.scheduler.mesos.MesosProperties;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pins what the service does when nothing but the required is set.
 */
class ConfigurationTests {

	private final Binder binder;

	ConfigurationTests() throws Exception {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
		environment.getPropertySources()
			.addFirst(new MapPropertySource("test", Map.of("ANCHO_EXECUTOR_COMMAND", "exec worker")));
		new YamlPropertySourceLoader().load("application", new ClassPathResource("application.yaml"))
			.forEach(environment.getPropertySources()::addLast);
		this.binder = Binder.get(environment);
	}

	@Test
	void mesosIsTheOneOfTheEmbeddedStack() {
		assertThat(this.binder.bind("ancho.mesos", MesosProperties.class).get())
			.isEqualTo(new MesosProperties("http://127.0.0.1:5050", "", "*", "root", "", "", "", Duration.ofDays(7),
					Duration.ofMillis(250), Duration.ofSeconds(15)));
	}

	@Test
	void oneInstanceLeads() {
		LeaderProperties leader = this.binder.bind("ancho.leader", LeaderProperties.class).get();
		assertThat(leader.zookeeper()).isEmpty();
		assertThat(leader.session()).isEqualTo(Duration.ofSeconds(4));
		assertThat(leader.name()).endsWith(":8082");
	}

	@Test
	void poolIsLeftAlone() {
		assertThat(this.binder.bind("ancho.marathon.url", String.class).get()).isEmpty();
	}

	@Test
	void executorsInheritWhatTheyNeed() {
		assertThat(this.binder.bind("ancho.executor", ExecutorProperties.class).get())
			.isEqualTo(new ExecutorProperties("exec worker",
					List.of("ANCHO_KAFKA", "ANCHO_CASSANDRA", "ANCHO_RUN_URL", "ANCHO_PYTHON", "ANCHO_SANDBOX",
							"ANCHO_CACHE"),
					List.of(), List.of(), List.of(), "", "", ExecutorProperties.Containerizer.DOCKER,
					List.of("security-opt=seccomp=unconfined", "security-opt=systempaths=unconfined",
							"security-opt=apparmor=unconfined"),
					"/actuator/health/liveness", Duration.ofSeconds(3), ""));
	}

}
