package io.ancho.localstack.mesos;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What schedulers say in JSON, and how it is sent.
 */
final class TestCalls {

	static final String INFO = """
			{"user": "root", "name": "probe", "roles": ["*"], "failover_timeout": 60.0, "checkpoint": true,
			 "capabilities": [{"type": "MULTI_ROLE"}, {"type": "PARTITION_AWARE"}]}""";

	private static final HttpClient http = HttpClient.newHttpClient();

	private static final JsonMapper mapper = new JsonMapper();

	private TestCalls() {
	}

	/** The call that subscribes with a FrameworkInfo, which may have an id. */
	static String subscribe(String info) {
		JsonNode id = mapper.readTree(info).path("id");
		return "{\"type\": \"SUBSCRIBE\", " + (id.isMissingNode() ? "" : "\"framework_id\": " + id + ", ")
				+ "\"subscribe\": {\"framework_info\": " + info + "}}";
	}

	/** A task of half a cpu and 32 MB that runs a shell command. */
	static String task(JsonNode offer, String id, String command) {
		return """
				{"name": "%s", "task_id": {"value": "%s"}, "agent_id": %s, "command": {"shell": true, "value": "%s"},
				 "kill_policy": {"grace_period": {"nanoseconds": 500000000}},
				 "resources": [{"name": "cpus", "type": "SCALAR", "scalar": {"value": 0.5}},
				               {"name": "mem", "type": "SCALAR", "scalar": {"value": 32}}]}""".formatted(id, id,
				offer.get("agent_id"), command);
	}

	/** The answer to SUBSCRIBE, whose body goes on. */
	static HttpResponse<InputStream> open(URI endpoint, String call) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(endpoint)
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(call))
			.build();
		return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
	}

	/** Posts JSON anywhere. */
	static HttpResponse<String> post(URI address, String body) throws Exception {
		return send(address, "POST", "application/json", null, body);
	}

	/** Sends anything anywhere. */
	static HttpResponse<String> send(URI address, String method, @Nullable String type, @Nullable String streamId,
			String body) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(address)
			.timeout(Duration.ofSeconds(20))
			.method(method, HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
		if (type != null) {
			request.header("Content-Type", type);
		}
		if (streamId != null) {
			request.header("Mesos-Stream-Id", streamId);
		}
		return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

}
