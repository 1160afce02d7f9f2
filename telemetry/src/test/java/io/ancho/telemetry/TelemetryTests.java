package io.ancho.telemetry;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.micrometer.tracing.Tracer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A service that has this library and nothing else.
 */
class TelemetryTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final String SENT = "00-" + TRACE + "-b7ad6b7169203331-01";

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@RestController
	static class Service {

		private final Traces traces;

		Service(Traces traces) {
			this.traces = traces;
		}

		@GetMapping("/api/v1/runs/{run}")
		Map<String, String> context() {
			this.traces.keep("a-run", this.traces.current());
			return LogContext.current();
		}

	}

	private static ConfigurableApplicationContext start(String... settings) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--server.address=127.0.0.1",
				"--spring.application.name=tried", "--spring.config.import=classpath:ancho/telemetry.yaml"));
		arguments.addAll(List.of(settings));
		return SpringApplication.run(Service.class, arguments.toArray(String[]::new));
	}

	private static HttpResponse<String> get(ConfigurableApplicationContext service, String... headers)
			throws IOException, InterruptedException {
		int port = Objects.requireNonNull(((ServletWebServerApplicationContext) service).getWebServer()).getPort();
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/runs/a-run"));
		return HttpClient.newHttpClient()
			.send(((headers.length > 0) ? request.headers(headers) : request).build(),
					HttpResponse.BodyHandlers.ofString());
	}

	@Test
	void aRequestsLinesAreAboutItsIdAndTheRunOfItsPath() throws Exception {
		try (ConfigurableApplicationContext service = start()) {
			HttpResponse<String> mine = get(service, "X-Request-Id", "mine-1");
			assertThat(mine.body()).contains("\"http.request.id\":\"mine-1\"").contains("\"run\":\"a-run\"");
			assertThat(mine.headers().allValues("X-Request-Id")).containsExactly("mine-1");
			String forged = "x".repeat(65);
			assertThat(get(service, "X-Request-Id", forged).headers().firstValue("X-Request-Id")).get()
				.asString()
				.isNotEqualTo(forged)
				.hasSize(36);
		}
	}

	@Test
	void withoutAnEndpointNothingTraces() throws Exception {
		try (ConfigurableApplicationContext service = start()) {
			assertThat(service.getBeansOfType(Tracer.class)).isEmpty();
			Traces traces = service.getBean(Traces.class);
			try (Traces.Scope span = traces.span("nothing", SENT)) {
				assertThat(traces.current()).isNull();
			}
			assertThat(get(service, "traceparent", SENT).body()).doesNotContain("traceId");
			assertThat(traces.of("a-run")).isNull();
		}
	}

	@Test
	void aTraceLeadsFromARequestOverARecordToWorkElsewhere() throws Exception {
		try (Collector collector = new Collector();
				ConfigurableApplicationContext service = start("--ancho.tracing.endpoint=" + collector.endpoint(),
						"--management.opentelemetry.tracing.export.schedule-delay=100ms")) {
			assertThat(get(service, "traceparent", SENT).body()).contains("\"traceId\":\"" + TRACE + "\"");
			Traces traces = service.getBean(Traces.class);
			String request = Objects.requireNonNull(traces.of("a-run"));
			assertThat(request).startsWith("00-" + TRACE).endsWith("-01").isNotEqualTo(SENT);

			ProducerRecord<String, byte[]> sent = sent(traces, request);
			ConsumerRecord<String, byte[]> record = new ConsumerRecord<>("queue", 0, 0, "a-run", sent.value());
			sent.headers().forEach(record.headers()::add);
			try (LogContext ignored = LogContext.of(LogField.RUN, "a-run").and(LogField.CHUNK, 4711);
					Traces.Scope span = traces.span("execute chunk", RecordTraces.of(record))) {
				assertThat(traces.current()).startsWith("00-" + TRACE).isNotEqualTo(request);
			}
			assertThat(traces.current()).isNull();
			awaitReceived(collector, "execute chunk", "4711", "http get /api/v1/runs/{run}");
			assertThat(collector.hasReceivedId(TRACE)).isTrue();
		}
	}

	private static ProducerRecord<String, byte[]> sent(Traces traces, String request) {
		try (Traces.Scope ignored = traces.within(request)) {
			return RecordTraces.with(new ProducerRecord<>("queue", "a-run", new byte[0]), traces.current());
		}
	}

	private static void awaitReceived(Collector collector, String... texts) {
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(
					() -> assertThat(texts).allSatisfy((text) -> assertThat(collector.hasReceived(text)).isTrue()));
	}

}
