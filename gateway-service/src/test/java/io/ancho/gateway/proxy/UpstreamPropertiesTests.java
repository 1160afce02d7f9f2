package io.ancho.gateway.proxy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

class UpstreamPropertiesTests {

	@Test
	void hasTheDocumentedDefaults() {
		assertThat(bind(Map.of())).isEqualTo(new UpstreamProperties(List.of(URI.create("http://127.0.0.1:8081")),
				List.of(URI.create("http://127.0.0.1:8084")), List.of(URI.create("http://127.0.0.1:8082")),
				Duration.ofSeconds(2), Duration.ofMinutes(10), Duration.ofSeconds(15), 64, Duration.ofSeconds(15)));
	}

	@Test
	void refusesWhatIsNotAnAddress() {
		assertThatException().isThrownBy(() -> bind(Map.of("ancho.upstreams.run", "localhost:8081")))
			.havingRootCause()
			.withMessage("ANCHO_RUN_URL must be a URL such as http://127.0.0.1:8081, but is localhost:8081");
	}

	@Test
	void everyServiceMayHaveSeveralInstances() {
		UpstreamProperties upstreams = bind(Map.of("ancho.upstreams.run", "http://a:1,http://b:1",
				"ancho.upstreams.stats", "http://c:1,http://d:1"));
		assertThat(upstreams.urls(Upstream.RUN)).hasSize(2);
		assertThat(upstreams.urls(Upstream.STATS)).hasSize(2);
	}

	@Test
	void schedulerMayHaveSeveralInstances() {
		assertThat(bind(Map.of("ancho.upstreams.scheduler", "http://a:8082, https://b:9000")).urls(Upstream.SCHEDULER))
			.containsExactly(URI.create("http://a:8082"), URI.create("https://b:9000"));
		assertThatException().isThrownBy(() -> bind(Map.of("ancho.upstreams.scheduler", "http://a:8082,b:8082")))
			.havingRootCause()
			.withMessage("ANCHO_SCHEDULER_URL must be a URL such as http://127.0.0.1:8081, but is b:8082");
	}

	private static UpstreamProperties bind(Map<String, String> settings) {
		return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("ancho.upstreams",
				UpstreamProperties.class);
	}

}
