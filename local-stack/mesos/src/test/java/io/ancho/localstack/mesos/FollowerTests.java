package io.ancho.localstack.mesos;

import java.net.http.HttpResponse;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A master that does not lead sends everybody to the leader, as recorded.
 */
class FollowerTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path work;

	@SuppressWarnings("NullAway.Init")
	private LocalMesos mesos;

	@BeforeEach
	void start() throws Exception {
		this.mesos = LocalMesos.start(TestCluster.settings(this.work, "MESOS_LEADER", "127.0.0.1:5050"));
	}

	@AfterEach
	void stop() throws Exception {
		this.mesos.close();
	}

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
