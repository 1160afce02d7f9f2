package io.ancho.scheduler.loop;

import java.util.Map;

import io.ancho.scheduler.core.Policy;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

class SchedulerPropertiesTests {

	@Test
	void policyIsTheDefaultOneUnlessAnOperatorSaysOtherwise() throws Exception {
		assertThat(bind(Map.of())).isEqualTo(Policy.DEFAULT);
	}

	@Test
	void operatorMaySayOtherwise() throws Exception {
		Policy policy = bind(Map.of("ANCHO_EXECUTOR_DISK", "2GB", "ANCHO_SCHEDULER_BRAKE_SHARE", "0.5",
				"ANCHO_SCHEDULER_AVOID_FAILURES", "7"));
		assertThat(policy.diskMib()).isEqualTo(2048);
		assertThat(policy.brake().share()).isEqualTo(0.5);
		assertThat(policy.avoidance().failures()).isEqualTo(7);
	}

	private static Policy bind(Map<String, Object> variables) throws Exception {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
		environment.getPropertySources().addFirst(new MapPropertySource("test", variables));
		new YamlPropertySourceLoader().load("application", new ClassPathResource("application.yaml"))
			.forEach(environment.getPropertySources()::addLast);
		return Binder.get(environment).bind("ancho.scheduler", SchedulerProperties.class).get().policy();
	}

}
