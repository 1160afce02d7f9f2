package io.ancho.scheduler.mesos;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

import org.apache.mesos.v1.scheduler.Protos.Call;

import org.springframework.stereotype.Component;

/**
 * HTTP with a Mesos master: finds the one that leads, and opens event streams.
 */
@Component
final class MesosHttp {

	/** Exactly this: Mesos takes no parameters in its content types. */
	private static final String PROTOBUF = "application/x-protobuf";

	private static final String STREAM_ID = "Mesos-Stream-Id";

	private static final Duration CONNECT = Duration.ofSeconds(5);

	private static final Duration ANSWER = Duration.ofSeconds(15);

	private static final int MOST_REDIRECTS = 5;

	private final MesosProperties properties;

	private final HttpClient client = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(CONNECT)
		.build();

	MesosHttp(MesosProperties properties) {
		this.properties = properties;
	}

	/**
	 * An accepted subscription.
	 *
	 * @param scheduler where to send calls
	 * @param streamId what calls have to carry
	 * @param events the events, in RecordIO
	 */
	record Stream(URI scheduler, String streamId, InputStream events) {
	}

	/**
	 * Subscribes with the master that leads, following redirects to it.
	 * @param subscribe the call
	 * @return the stream
	 * @throws IOException if no leading master could be reached or it refused
	 * @throws InterruptedException if interrupted
	 */
	Stream subscribe(Call subscribe) throws IOException, InterruptedException {
		URI target = this.properties.master().resolve("/api/v1/scheduler");
		for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
			HttpResponse<InputStream> response = this.client.send(request(target, subscribe).build(),
					HttpResponse.BodyHandlers.ofInputStream());
			if (response.statusCode() == 200) {
				String streamId = response.headers()
					.firstValue(STREAM_ID)
					.orElseThrow(() -> new IOException("Mesos gave no stream id"));
				return new Stream(target, streamId, response.body());
			}
			String refusal = new String(response.body().readNBytes(500), StandardCharsets.UTF_8);
			response.body().close();
			if (response.statusCode() != 307) {
				throw new IOException("Mesos at " + target + " refused with " + response.statusCode() + ": " + refusal);
			}
			target = redirected(target, response);
		}
		throw new IOException("Mesos redirected more than " + MOST_REDIRECTS + " times");
	}

	private static URI redirected(URI from, HttpResponse<?> response) throws IOException {
		// The location is relative to the scheme: //host:port/master/api/v1/scheduler.
		return from.resolve(response.headers()
			.firstValue("Location")
			.orElseThrow(() -> new IOException("Mesos redirected to nowhere")));
	}

	/**
	 * Sends a call on a stream.
	 * @param stream the stream
	 * @param call the call
	 * @throws IOException if it was not accepted
	 * @throws InterruptedException if interrupted
	 */
	void send(Stream stream, Call call) throws IOException, InterruptedException {
		HttpRequest request = request(stream.scheduler(), call).header(STREAM_ID, stream.streamId()).build();
		HttpResponse<String> response = this.client.send(request, HttpResponse.BodyHandlers.ofString());
		if (response.statusCode() != 202) {
			throw new IOException(
					"Mesos answered " + call.getType() + " with " + response.statusCode() + ": " + response.body());
		}
	}

	private HttpRequest.Builder request(URI target, Call call) {
		HttpRequest.Builder request = HttpRequest.newBuilder(target)
			.timeout(ANSWER)
			.header("Content-Type", PROTOBUF)
			.header("Accept", PROTOBUF)
			.POST(HttpRequest.BodyPublishers.ofByteArray(call.toByteArray()));
		if (!this.properties.principal().isEmpty()) {
			String credentials = this.properties.principal() + ":" + this.properties.secret();
			request.header("Authorization",
					"Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
		}
		return request;
	}

}
