package io.ancho.gateway.limit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.ancho.gateway.testing.GatewayExtension;
import io.ancho.gateway.testing.TestGateway;
import io.ancho.gateway.testing.TestService.Behaviour;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real sockets, more than the gateway has places, that send a byte now and then.
 */
@ExtendWith(GatewayExtension.class)
class SlowClientsIT {

	private static final int SOCKETS = 110;

	private static final Duration SOON = Duration.ofSeconds(2);

	private final TestGateway gateway;

	private final ConfigurableApplicationContext patient;

	private final int port;

	private final String token;

	SlowClientsIT(TestGateway gateway) throws Exception {
		this.gateway = gateway;
		this.patient = gateway.another(
				Map.of("ancho.limits.patience", "2s", "ancho.limits.head", "2s", "ancho.upstreams.event-streams", 64));
		this.port = Integer.parseInt(this.patient.getEnvironment().getRequiredProperty("local.server.port"));
		this.token = addUser("eve-" + UUID.randomUUID().toString().substring(0, 8));
	}

	private String addUser(String name) throws Exception {
		assertThat(this.gateway.post("/api/v1/users", "{\"name\": \"" + name + "\"}").statusCode()).isEqualTo(201);
		HttpResponse<String> made = this.gateway.post("/api/v1/tokens",
				"{\"name\": \"slow\", \"user\": \"" + name + "\"}");
		return new JsonMapper().readTree(made.body()).get("token").asString();
	}

	@BeforeEach
	void runsAreListed() {
		this.gateway.run().when("/api/v1/runs", Behaviour.answer("200 OK", "application/json", "{}"));
	}

	@AfterEach
	void stop() {
		this.patient.close();
	}

	@Test
	void bodiesThatAreRefusedHoldNobodyUp() throws Exception {
		try (SlowClients slow = new SlowClients(SOCKETS, this.port, post("/api/v1/runs", ""))) {
			assertOthersAreServed();
			assertThat(slow.answers()).containsOnly("HTTP/1.1 401 ");
			assertOthersAreServed();
		}
	}

	@Test
	void bodiesThatAreTakenHoldNobodyElseUpAndMustKeepPace() throws Exception {
		String beginning = post("/api/v1/runs", "Authorization: Bearer " + this.token + "\r\n");
		try (SlowClients slow = new SlowClients(SOCKETS, this.port, beginning)) {
			assertOthersAreServed();
			assertThat(slow.answers()).contains("HTTP/1.1 429 ", "HTTP/1.1 408 ")
				.containsOnly("HTTP/1.1 429 ", "HTTP/1.1 408 ");
			assertOthersAreServed();
		}
	}

	@Test
	void headsMustCome() throws Exception {
		try (SlowClients slow = new SlowClients(SOCKETS, this.port, "GET /api/v1/runs HTTP/1.1\r\nHost: x\r\nX: ")) {
			assertOthersAreServed();
			assertThat(slow.answers()).containsOnly("");
		}
	}

	@Test
	void streamsOfOneUserLeavePlacesForOthers() throws Exception {
		this.gateway.run().when("/api/v1/runs/1/events", (request, connection) -> {
			connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n");
			connection.in().transferTo(OutputStream.nullOutputStream());
		});
		List<InputStream> open = new ArrayList<>();
		List<Integer> statuses = new ArrayList<>();
		try {
			for (int i = 0; i < 64; i++) {
				HttpResponse<InputStream> stream = stream(this.token);
				statuses.add(stream.statusCode());
				open.add(stream.body());
			}
			assertThat(statuses.subList(0, 16)).containsOnly(200);
			assertThat(statuses.subList(16, 64)).containsOnly(429);
			HttpResponse<InputStream> others = stream(TestGateway.TOKEN);
			assertThat(others.statusCode()).isEqualTo(200);
			open.add(others.body());
			assertOthersAreServed();
		}
		finally {
			for (InputStream stream : open) {
				stream.close();
			}
		}
	}

	@Test
	void theConnectionOfARefusedBodyIsClosed() throws Exception {
		HttpResponse<String> refused = this.gateway
			.send(request("/api/v1/runs").POST(BodyPublishers.ofByteArray(new byte[100])));
		assertThat(refused.statusCode()).isEqualTo(401);
		assertThat(refused.headers().firstValue("Connection")).hasValue("close");
	}

	private HttpResponse<InputStream> stream(String bearer) throws IOException, InterruptedException {
		return this.gateway.http()
			.send(request("/api/v1/runs/1/events").header("Authorization", "Bearer " + bearer).build(),
					BodyHandlers.ofInputStream());
	}

	private void assertOthersAreServed() throws Exception {
		assertThat(this.gateway.send(request("/actuator/health/liveness").timeout(SOON)).statusCode()).isEqualTo(200);
		assertThat(this.gateway
			.send(request("/api/v1/runs").timeout(SOON).header("Authorization", "Bearer " + TestGateway.TOKEN))
			.statusCode()).isEqualTo(200);
	}

	private static String post(String path, String header) {
		return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 900000\r\n"
				+ header + "\r\n{";
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path));
	}

}
