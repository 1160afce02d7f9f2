package io.ancho.localstack.mesos;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who is let in, as recorded.
 */
class AuthenticationTests {

	private static final HttpClient http = HttpClient.newHttpClient();

	@RegisterExtension
	final StandIn mesos = new StandIn("MESOS_PRINCIPAL", "probe", "MESOS_SECRET", "s3cret");

	@ParameterizedTest
	@CsvSource({ "/api/v1/scheduler, mesos-master-scheduler", "/api/v1, mesos-master-readwrite",
			"/state, mesos-master-readonly" })
	void strangersAreChallenged(String path, String realm) throws Exception {
		for (String credentials : new String[] { "", "probe:x", "x:s3cret" }) {
			HttpResponse<String> answer = post(path, credentials, "{\"type\": \"GET_HEALTH\"}");
			assertThat(answer.statusCode()).isEqualTo(401);
			assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Basic realm=\"" + realm + "\"");
			assertThat(answer.body()).isEqualTo("401 Unauthorized.");
		}
	}

	@Test
	void friendsAreLetIn() throws Exception {
		HttpResponse<String> answer = post("/api/v1", "probe:s3cret", "{\"type\": \"GET_HEALTH\"}");
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.body()).isEqualTo("{\"type\":\"GET_HEALTH\",\"get_health\":{\"healthy\":true}}");
		assertThat(post("/health", "", "").statusCode()).isEqualTo(200);
	}

	@Test
	void frameworksPrincipalIsThatOfItsCredentials() throws Exception {
		HttpResponse<String> answer = post("/api/v1/scheduler", "probe:s3cret", """
				{"type": "SUBSCRIBE", "subscribe": {"framework_info":
				{"user": "root", "name": "probe", "principal": "somebody"}}}""");
		assertThat(answer.statusCode()).isEqualTo(400);
		assertThat(answer.body()).isEqualTo("Failed to validate scheduler::Call: Authenticated principal 'probe' does"
				+ " not match principal 'somebody' set in `FrameworkInfo`");
	}

	private HttpResponse<String> post(String path, String credentials, String body) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.mesos.address() + path))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body));
		if (!credentials.isEmpty()) {
			request.header("Authorization",
					"Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
		}
		return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

}
