package io.ancho.gateway.proxy;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import io.ancho.gateway.testing.GatewayExtension;
import io.ancho.gateway.testing.TestGateway;
import io.ancho.gateway.testing.TestService;
import io.ancho.gateway.testing.TestService.Behaviour;
import io.ancho.gateway.testing.TestService.Received;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpMethod;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(GatewayExtension.class)
class RoutingIT {

	private final TestGateway gateway;

	RoutingIT(TestGateway gateway) {
		this.gateway = gateway;
	}

	@ParameterizedTest
	@FieldSource("io.ancho.gateway.proxy.Route#ALL")
	void everyRouteReachesItsService(Route route) throws Exception {
		String path = route.path().replace("{id}", "sha256:ab").replace("{sequence}", "7");
		TestService service = this.gateway.service(route.upstream().serviceName());
		service.when(path, Behaviour.answer("200 OK", "application/json", "{\"it\": true}"));
		HttpResponse<String> response = this.gateway.send(this.gateway.request(path)
			.header("Content-Type", "application/json")
			.method(route.method().name(), HttpMethod.POST.equals(route.method())
					? HttpRequest.BodyPublishers.ofString("{}") : HttpRequest.BodyPublishers.noBody()));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("{\"it\": true}");
		Received received = service.received();
		assertThat(received.method()).isEqualTo(route.method().name());
		assertThat(received.target()).isEqualTo(path);
	}

	@Test
	void theServiceIsToldWhoAsksByASignedIdentityAndNothingElse() throws Exception {
		this.gateway.run().when("/api/v1/runs", Behaviour.answer("200 OK", "application/json", "{}"));
		this.gateway.send(this.gateway.request("/api/v1/runs")
			.header("X-Forwarded-For", "10.0.0.1")
			.header("X-Forwarded-User", "root")
			.header("Forwarded", "for=10.0.0.1")
			.header("X-User", "root")
			.header("Cookie", "session=1")
			.header("Idempotency-Key", "k"));
		Received received = this.gateway.run().received();
		Jwt identity = NimbusJwtDecoder.withPublicKey(this.gateway.keys().publicKey()).build().decode(received.token());
		assertThat(identity.getSubject()).isEqualTo("local");
		assertThat(identity.getAudience()).containsExactly("run-service");
		assertThat(identity.getClaimAsString("scope")).isEqualTo("operator read write");
		assertThat(received.headers()).containsEntry("idempotency-key", "k")
			.doesNotContainKeys("x-forwarded-for", "x-forwarded-user", "forwarded", "x-user", "cookie");
		assertThat(received.headers().toString()).doesNotContain(TestGateway.TOKEN);
	}

	@Test
	void aQueryArrivesWithTheSameMeaning() throws Exception {
		this.gateway.run().when("/api/v1/runs", Behaviour.answer("200 OK", "application/json", "{}"));
		this.gateway.get("/api/v1/runs?label=k%3Av%2B1%20%C3%A9&label=b%3Ac&limit=2");
		assertThat(this.gateway.run().received().target())
			.isEqualTo("/api/v1/runs?label=k%3Av%2B1%20%C3%A9&label=b%3Ac&limit=2");
	}

	@Test
	void answersComeBackAsTheyAreButForWhatConcernsTheConnection() throws Exception {
		this.gateway.run()
			.when("/api/v1/runs",
					Behaviour.answer("201 Created", "application/json", "{\"id\": 1}",
							"Location: http://10.0.0.7:8081/api/v1/runs/1?x=1", "X-Ancho: kept", "Server: inner",
							"Set-Cookie: a=b"));
		HttpResponse<String> response = this.gateway.post("/api/v1/runs", "{}");
		assertThat(response.statusCode()).isEqualTo(201);
		assertThat(response.headers().firstValue("Location")).hasValue("/api/v1/runs/1?x=1");
		assertThat(response.headers().firstValue("X-Ancho")).hasValue("kept");
		assertThat(response.headers().map()).doesNotContainKeys("Server", "Set-Cookie");
		assertThat(response.headers().allValues("Content-Type")).containsExactly("application/json");
		assertThat(response.headers().allValues("Cache-Control")).hasSize(1);
	}

	@Test
	void problemsOfAServicePassUnchanged() throws Exception {
		String problem = "{\"type\": \"urn:ancho:problem:not-found\", \"status\": 404}";
		this.gateway.stats()
			.when("/api/v1/runs/1/summary", Behaviour.answer("404 Not Found", "application/problem+json", problem));
		HttpResponse<String> response = this.gateway.get("/api/v1/runs/1/summary");
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(response.body()).isEqualTo(problem);
	}

	@Test
	void headIsAnsweredWhereverGetIs() throws Exception {
		this.gateway.run().when("/api/v1/runs/1", Behaviour.answer("200 OK", "application/json", "{\"id\": 1}"));
		HttpResponse<String> response = this.gateway
			.send(this.gateway.request("/api/v1/runs/1").method("HEAD", HttpRequest.BodyPublishers.noBody()));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Length")).hasValue("9");
		assertThat(this.gateway.run().received().method()).isEqualTo("HEAD");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/v1/models", "/api/v1/runs/1", "/api/v1/runs/1/results", "/api/v1/tokens" })
	void otherMethodsAreRefusedAndTheAllowedOnesNamed(String path) throws Exception {
		HttpResponse<String> response = this.gateway
			.send(this.gateway.request(path).PUT(HttpRequest.BodyPublishers.noBody()));
		assertThat(response.statusCode()).isEqualTo(405);
		assertThat(response.headers().firstValue("Allow").orElseThrow()).contains("GET");
		assertThat(response.body()).contains("urn:ancho:problem:method-not-allowed");
	}

	@Test
	void whatIsAPathOfItsOwnIsNobodysVariable() throws Exception {
		HttpResponse<String> response = this.gateway.get("/api/v1/models/fetch");
		assertThat(response.statusCode()).isEqualTo(405);
		assertThat(response.headers().firstValue("Allow")).hasValue("POST");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "/api/v1/nothing", "/api/v1/runs/1/nothing", "/internal/models/ab/archive", "/actuator/env" })
	void whatIsNotPublicDoesNotExist(String path) throws Exception {
		HttpResponse<String> response = this.gateway.get(path);
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/v3/api-docs", "/v3/api-docs.yaml", "/actuator/health", "/actuator/health/liveness",
			"/actuator/health/readiness", "/actuator/info", "/actuator/prometheus" })
	void thePagesForEverybodyNeedNoToken(String path) throws Exception {
		assertThat(this.gateway.send(this.gateway.anonymous(path)).statusCode()).isEqualTo(200);
	}

}
