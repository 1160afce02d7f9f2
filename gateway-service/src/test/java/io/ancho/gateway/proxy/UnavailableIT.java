package io.ancho.gateway.proxy;

import java.net.http.HttpResponse;
import java.util.Map;

import io.ancho.gateway.testing.GatewayExtension;
import io.ancho.gateway.testing.TestGateway;
import io.ancho.gateway.testing.TestService.Behaviour;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(GatewayExtension.class)
class UnavailableIT {

	private final TestGateway gateway;

	UnavailableIT(TestGateway gateway) {
		this.gateway = gateway;
	}

	@Test
	void aServiceThatResetsTheConnectionIsUnavailable() throws Exception {
		this.gateway.run().when("/api/v1/runs/1", (request, connection) -> connection.socket().setSoLinger(true, 0));
		assertUnavailable(this.gateway.get("/api/v1/runs/1"));
	}

	@Test
	void aServiceThatHangsUpInTheMiddleOfAShortAnswerIsUnavailable() throws Exception {
		this.gateway.run()
			.when("/api/v1/runs/1", (request, connection) -> connection
				.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"id\":"));
		assertUnavailable(this.gateway.get("/api/v1/runs/1"));
	}

	@Test
	void aServiceThatIsDownIsUnavailable() throws Exception {
		try (ConfigurableApplicationContext another = this.gateway
			.another(Map.of("ancho.upstreams.run", "http://127.0.0.1:1"))) {
			String port = another.getEnvironment().getRequiredProperty("local.server.port");
			assertUnavailable(this.gateway.send(this.gateway.request(Integer.parseInt(port), "/api/v1/runs")));
		}
	}

	@Test
	void aServiceThatDoesNotTrustTheGatewayIsNotTheClientsFault() throws Exception {
		this.gateway.run()
			.when("/api/v1/runs/1", Behaviour.answer("401 Unauthorized", "text/plain", "", "WWW-Authenticate: Bearer"));
		HttpResponse<String> response = this.gateway.get("/api/v1/runs/1");
		assertUnavailable(response);
		assertThat(response.headers().map()).doesNotContainKey("WWW-Authenticate");
	}

	@Test
	void failuresOfServicesAreCounted() throws Exception {
		this.gateway.run().when("/api/v1/runs/1", (request, connection) -> connection.socket().setSoLinger(true, 0));
		this.gateway.get("/api/v1/runs/1");
		String metrics = this.gateway.send(this.gateway.anonymous("/actuator/prometheus")).body();
		assertThat(metrics)
			.containsPattern(
					"ancho_gateway_upstream_errors_total\\{error=\"unavailable\",service=\"run-service\"\\} [1-9]")
			.containsPattern("ancho_gateway_token_checks_total\\{outcome=\"remembered\"\\} [1-9]")
			.containsPattern("http_server_requests_seconds_count\\{.*status=\"503\",uri=\"/api/v1/runs/\\{id\\}\"");
	}

	private static void assertUnavailable(HttpResponse<String> response) {
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.headers().firstValue("Retry-After")).hasValue("2");
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(response.body()).contains("urn:ancho:problem:unavailable", "run-service")
			.doesNotContain("Exception");
	}

}
