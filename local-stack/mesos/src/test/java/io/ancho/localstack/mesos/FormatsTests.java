package io.ancho.localstack.mesos;

import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls and events in JSON and protobuf, in any combination.
 */
class FormatsTests {

	private static final HttpClient http = HttpClient.newHttpClient();

	private static final String PROTOBUF = "application/x-protobuf";

	private static final Call CALL = Call.newBuilder()
		.setType(Call.Type.SUBSCRIBE)
		.setSubscribe(Call.Subscribe.newBuilder()
			.setFrameworkInfo(FrameworkInfo.newBuilder().setUser("root").setName("probe")))
		.build();

	private static final String JSON_CALL = """
			{"type": "SUBSCRIBE", "subscribe": {"framework_info": {"user": "root", "name": "probe"}}}""";

	@RegisterExtension
	final StandIn mesos = new StandIn();

	@ParameterizedTest
	@CsvSource({ "application/x-protobuf, application/x-protobuf, application/x-protobuf",
			"application/json, application/x-protobuf, application/x-protobuf",
			"application/x-protobuf, application/json, application/json", "application/json, */*, application/json" })
	void eventsComeAsTheyAreAccepted(String type, String accept, String answered) throws Exception {
		byte[] call = type.equals(PROTOBUF) ? CALL.toByteArray() : JSON_CALL.getBytes(StandardCharsets.UTF_8);
		HttpResponse<InputStream> answer = http
			.send(HttpRequest.newBuilder(this.mesos.address().resolve("/api/v1/scheduler"))
				.header("Content-Type", type)
				.header("Accept", accept)
				.POST(HttpRequest.BodyPublishers.ofByteArray(call))
				.build(), HttpResponse.BodyHandlers.ofInputStream());
		assertThat(answer.headers().firstValue("Content-Type")).contains(answered);
		try (InputStream body = answer.body()) {
			byte[] event = record(body);
			if (answered.equals(PROTOBUF)) {
				assertThat(Event.parseFrom(event).getType()).isEqualTo(Event.Type.SUBSCRIBED);
			}
			else {
				assertThat(new String(event, StandardCharsets.UTF_8)).startsWith("{\"type\":\"SUBSCRIBED\"");
			}
		}
	}

	private static byte[] record(InputStream body) throws Exception {
		StringBuilder length = new StringBuilder();
		for (int c = body.read(); c != '\n'; c = body.read()) {
			length.append((char) c);
		}
		return body.readNBytes(Integer.parseInt(length.toString()));
	}

}
