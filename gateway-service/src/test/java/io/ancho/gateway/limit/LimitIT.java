package io.ancho.gateway.limit;

import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

import io.ancho.gateway.testing.GatewayExtension;
import io.ancho.gateway.testing.TestGateway;
import io.ancho.gateway.testing.TestService.Behaviour;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(GatewayExtension.class)
class LimitIT {

	private static final int MIB = 1024 * 1024;

	private final TestGateway gateway;

	LimitIT(TestGateway gateway) {
		this.gateway = gateway;
	}

	@ParameterizedTest
	@CsvSource({ "/api/v1/runs, application/json, 1048577", "/api/v1/tokens, application/json, 1048577",
			"/api/v1/models, application/json, 1048577", "/api/v1/models, multipart/form-data; boundary=x, 67108865" })
	void aBodyThatSaysItIsTooLargeIsRefusedAtOnce(String path, String type, int size) throws Exception {
		HttpResponse<String> refused = this.gateway
			.send(this.gateway.request(path).header("Content-Type", type).POST(zeros(size)));
		assertTooLarge(refused);
	}

	@ParameterizedTest
	@CsvSource({ "/api/v1/runs", "/api/v1/tokens" })
	void aBodyThatTurnsOutTooLargeIsRefused(String path) throws Exception {
		this.gateway.run()
			.when(path, (request, connection) -> connection.in().transferTo(OutputStream.nullOutputStream()));
		String json = "{\"name\": \"" + "x".repeat(MIB) + "\"}";
		HttpResponse<String> refused = this.gateway.send(this.gateway.request(path)
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(json))));
		assertTooLarge(refused);
	}

	@Test
	void aBodyOfExactlyTheLimitPasses() throws Exception {
		this.gateway.run().when("/api/v1/runs", Behaviour.answer("200 OK", "text/plain", "ok"));
		HttpResponse<String> passed = this.gateway
			.send(this.gateway.request("/api/v1/runs").header("Content-Type", "application/json").POST(zeros(MIB)));
		assertThat(passed.statusCode()).isEqualTo(200);
	}

	@Test
	void aFormIsNotUnderstood() throws Exception {
		HttpResponse<String> refused = this.gateway.send(this.gateway.request("/api/v1/runs")
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString("a=b")));
		assertThat(refused.statusCode()).isEqualTo(415);
		assertThat(refused.body()).contains("urn:ancho:problem:unsupported-media-type");
	}

	@Test
	void whoMayNotEnterIsNotToldAboutSizes() throws Exception {
		HttpResponse<String> refused = this.gateway.send(this.gateway.anonymous("/api/v1/runs").POST(zeros(2 * MIB)));
		assertThat(refused.statusCode()).isEqualTo(401);
	}

	private static HttpRequest.BodyPublisher zeros(int size) {
		return BodyPublishers.ofByteArray(new byte[size]);
	}

	private static void assertTooLarge(HttpResponse<String> refused) {
		assertThat(refused.statusCode()).isEqualTo(413);
		assertThat(refused.body()).contains("urn:ancho:problem:too-large", "bytes");
	}

}
