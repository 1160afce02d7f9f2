package io.ancho.localstack.mesos;

import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A master that does not lead sends everybody to the leader, as recorded.
 */
class FollowerTests {

	@RegisterExtension
	final StandIn mesos = new StandIn("MESOS_LEADER", "127.0.0.1:5050");

	private HttpResponse<String> post(String path) throws Exception {
		return TestCalls.post(this.mesos.address().resolve(path), "{\"type\": \"GET_HEALTH\"}");
	}

	@ParameterizedTest
	@CsvSource({ "/api/v1/scheduler, //127.0.0.1:5050/master/api/v1/scheduler",
			"/master/api/v1/scheduler, //127.0.0.1:5050/master/api/v1/scheduler",
			"/api/v1, //127.0.0.1:5050/master/api/v1", "/state, //127.0.0.1:5050/master/state",
			"/redirect, //127.0.0.1:5050" })
	void everybodyIsSentToTheLeader(String path, String location) throws Exception {
		HttpResponse<String> answer = post(path);
		assertThat(answer.statusCode()).isEqualTo(307);
		assertThat(answer.headers().firstValue("Location")).contains(location);
	}

	@Test
	void followerIsHealthy() throws Exception {
		assertThat(post("/health").statusCode()).isEqualTo(200);
	}

}
