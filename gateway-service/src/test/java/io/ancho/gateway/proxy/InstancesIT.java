package io.ancho.gateway.proxy;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.ancho.gateway.testing.GatewayExtension;
import io.ancho.gateway.testing.TestGateway;
import io.ancho.gateway.testing.TestService;
import io.ancho.gateway.testing.TestService.Behaviour;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A service of which several instances are named: as long as one answers, the gateway
 * does.
 */
@ExtendWith(GatewayExtension.class)
class InstancesIT {

	private static final String EXECUTORS = "/api/v1/executors";

	private static final String RUNS = "/api/v1/runs";

	private final TestGateway gateway;

	private final TestService first;

	private final TestService second = new TestService();

	private ConfigurableApplicationContext another;

	InstancesIT(TestGateway gateway) {
		this.gateway = gateway;
		this.first = new TestService();
		this.another = gateway.context();
	}

	@BeforeEach
	void start() {
		this.another = this.gateway.another(
				Map.of("ancho.upstreams.scheduler", this.first.url() + "," + this.second.url(), "ancho.upstreams.run",
						this.first.url() + "," + this.second.url(), "ancho.upstreams.takeover", "5s"));
		this.second.when(EXECUTORS, Behaviour.answer("200 OK", "application/json", "{\"items\":[\"second\"]}"));
	}

	@AfterEach
	void stop() throws Exception {
		this.another.close();
		this.first.close();
		this.second.close();
	}

	private HttpResponse<String> executors() throws Exception {
		String port = this.another.getEnvironment().getRequiredProperty("local.server.port");
		return this.gateway.send(this.gateway.request(Integer.parseInt(port), EXECUTORS + "?a=1"));
	}

	@Test
	void anotherInstanceAnswersForOneThatIsDown() throws Exception {
		this.first.close();
		assertThat(executors().body()).contains("second");
		assertThat(this.second.received().target()).isEqualTo(EXECUTORS + "?a=1");
		assertThat(executors().statusCode()).isEqualTo(200);
	}

	@Test
	void anotherInstanceAnswersForOneThatHangsUpOrIsNotAbleTo() throws Exception {
		this.first.when(EXECUTORS, (request, connection) -> connection.socket().setSoLinger(true, 0));
		assertThat(executors().body()).contains("second");
		this.first.when(EXECUTORS, Behaviour.answer("200 OK", "application/json", "{\"items\":[\"first\"]}"));
		this.second.when(EXECUTORS, Behaviour.answer("503 Service Unavailable", "text/plain", "no"));
		assertThat(executors().body()).contains("first");
	}

	@Test
	void instanceThatIsSilentIsNotWaitedForWhileThereIsAnother() throws Exception {
		this.first.when(EXECUTORS, (request, connection) -> connection.in().read());
		assertThat(executors().body()).contains("second");
	}

	@Test
	void whatOneInstanceRefusesIsNotAskedOfAnother() throws Exception {
		this.first.when(EXECUTORS, Behaviour.answer("400 Bad Request", "application/problem+json", "{}"));
		assertThat(executors().statusCode()).isEqualTo(400);
	}

	private static Behaviour standby() {
		return (request, connection) -> connection
			.send("HTTP/1.1 503 Service Unavailable\r\nAncho-Role: standby\r\nContent-Length: 0\r\n"
					+ "Connection: close\r\n\r\n");
	}

	/** As Tomcat does: the body is asked for once it is wanted. */
	private static Behaviour accepts(StringBuilder body) {
		return (request, connection) -> {
			connection.send("HTTP/1.1 100 Continue\r\n\r\n");
			body.append(new String(connection.in().readNBytes(Integer.parseInt(request.header("content-length"))),
					StandardCharsets.UTF_8));
			connection.send("HTTP/1.1 201 Created\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
		};
	}

	private HttpResponse<String> submit(String body, String... headers) throws Exception {
		String port = this.another.getEnvironment().getRequiredProperty("local.server.port");
		HttpRequest.Builder request = this.gateway.request(Integer.parseInt(port), RUNS)
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body));
		return this.gateway.send((headers.length > 0) ? request.headers(headers) : request);
	}

	@Test
	void submissionGoesToTheLeaderWithItsWholeBodyWhoeverIsAskedFirst() throws Exception {
		StringBuilder body = new StringBuilder();
		this.first.when(RUNS, standby());
		this.second.when(RUNS, accepts(body));
		assertThat(submit("{\"sequences\": 1}").statusCode()).isEqualTo(201);
		assertThat(body).hasToString("{\"sequences\": 1}");
	}

	@Test
	void requestWaitsForTheNextLeaderWhileOneInstanceStandsBy() throws Exception {
		StringBuilder body = new StringBuilder();
		this.first.close();
		this.second.when(RUNS, standby());
		this.second.when(EXECUTORS, standby());
		CompletableFuture<HttpResponse<String>> submission = CompletableFuture.supplyAsync(() -> {
			try {
				return submit("{}");
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
		assertThat(this.second.received().target()).isEqualTo(RUNS);
		assertThat(this.second.received().target()).isEqualTo(RUNS);
		this.second.when(RUNS, accepts(body));
		assertThat(submission.get().statusCode()).isEqualTo(201);
		assertThat(body).hasToString("{}");
	}

	@Test
	void noLeaderForLongIsUnavailable() throws Exception {
		this.first.when(EXECUTORS, standby());
		this.second.when(EXECUTORS, standby());
		assertThat(executors().statusCode()).isEqualTo(503);
	}

	@Test
	void submissionWithAKeyIsSentAgainWhereItBrokeOffAndOneWithoutIsNot() throws Exception {
		StringBuilder body = new StringBuilder();
		this.first.when(RUNS, (request, connection) -> connection.socket().setSoLinger(true, 0));
		this.second.when(RUNS, accepts(body));
		assertThat(submit("{}").statusCode()).isEqualTo(503);
		assertThat(submit("{}", "Idempotency-Key", "k").statusCode()).isEqualTo(201);
		assertThat(body).hasToString("{}");
	}

	@Test
	void noneThatAnswersIsUnavailable() throws Exception {
		this.first.close();
		this.second.close();
		HttpResponse<String> response = executors();
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.body()).contains("scheduler-service does not answer");
	}

}
