package io.ancho.gateway.proxy;

import java.net.http.HttpResponse;
import java.util.Map;

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
		this.another = this.gateway
			.another(Map.of("ancho.upstreams.scheduler", this.first.url() + "," + this.second.url()));
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

	@Test
	void noneThatAnswersIsUnavailable() throws Exception {
		this.first.close();
		this.second.close();
		HttpResponse<String> response = executors();
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.body()).contains("scheduler-service does not answer");
	}

}
