package io.ancho.scheduler.mesos;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

import org.apache.mesos.v1.scheduler.Protos.Call;

/**
 * HTTP with Mesos's masters: finds the one that leads, and opens event streams.
 */
final class MesosHttp {

	/** Exactly this: Mesos takes no parameters in its content types. */
	private static final String PROTOBUF = "application/x-protobuf";

	private static final String STREAM_ID = "Mesos-Stream-Id";

	private static final Duration ANSWER = Duration.ofSeconds(15);

	private static final int MOST_REDIRECTS = 5;

	private final HttpClient client;

	private final Masters masters;

	private final Credentials credentials;

	MesosHttp(HttpClient client, Masters masters, Credentials credentials) {
		this.client = client;
		this.masters = masters;
		this.credentials = credentials;
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
	 * Subscribes with the master that leads: asks one known master after the other, and
	 * follows redirects.
	 * @param subscribe the call
	 * @return the stream
	 * @throws RefusedException if a master refused
	 * @throws IOException if no leading master could be reached
	 * @throws InterruptedException if interrupted
	 */
	Stream subscribe(Call subscribe) throws IOException, InterruptedException {
		IOException last = null;
		for (URI master : this.masters.find()) {
			try {
				return subscribe(master.resolve("/api/v1/scheduler"), subscribe);
			}
			catch (RefusedException ex) {
				if (ex.lasts()) {
					throw ex;
				}
				last = ex;
			}
			catch (IOException ex) {
				last = new IOException("no answer by way of " + master + " (" + ex + ")", ex);
			}
		}
		throw Objects.requireNonNull(last);
	}

	private Stream subscribe(URI master, Call subscribe) throws IOException, InterruptedException {
		URI target = master;
		for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
			HttpResponse<InputStream> response = this.client.send(request(target, subscribe).build(),
					HttpResponse.BodyHandlers.ofInputStream());
			if (response.statusCode() == 200) {
				return new Stream(target, header(response, STREAM_ID), response.body());
			}
			String refusal = new String(response.body().readNBytes(500), StandardCharsets.UTF_8);
			response.body().close();
			if (response.statusCode() != 307) {
				throw new RefusedException("SUBSCRIBE at " + target, response.statusCode(), refusal);
			}
			target = redirected(target, header(response, "Location"));
		}
		throw new IOException("Mesos redirected more than " + MOST_REDIRECTS + " times");
	}

	private static String header(HttpResponse<?> response, String name) throws IOException {
		return response.headers()
			.firstValue(name)
			.orElseThrow(() -> new IOException("Mesos answered " + response.statusCode() + " without " + name));
	}

	/** The location names no scheme: {@code //host:port/master/api/v1/scheduler}. */
	private static URI redirected(URI from, String location) throws IOException {
		URI to = from.resolve(location);
		if (!Objects.equals(to.getScheme(), from.getScheme())) {
			throw new IOException("a redirection from " + from + " to " + to + " is not followed");
		}
		return to;
	}

	/**
	 * Sends a call on a stream.
	 * @param stream the stream
	 * @param call the call
	 * @throws RefusedException if it was not accepted
	 * @throws IOException if there was no answer
	 * @throws InterruptedException if interrupted
	 */
	void send(Stream stream, Call call) throws IOException, InterruptedException {
		HttpRequest request = request(stream.scheduler(), call).header(STREAM_ID, stream.streamId()).build();
		HttpResponse<String> response = this.client.send(request, HttpResponse.BodyHandlers.ofString());
		if (response.statusCode() != 202) {
			throw new RefusedException(call.getType().name(), response.statusCode(), response.body());
		}
	}

	private HttpRequest.Builder request(URI target, Call call) {
		HttpRequest.Builder request = HttpRequest.newBuilder(target)
			.timeout(ANSWER)
			.header("Content-Type", PROTOBUF)
			.header("Accept", PROTOBUF)
			.POST(HttpRequest.BodyPublishers.ofByteArray(call.toByteArray()));
		if (this.credentials.present()) {
			request.header("Authorization", this.credentials.basic());
		}
		return request;
	}

}
