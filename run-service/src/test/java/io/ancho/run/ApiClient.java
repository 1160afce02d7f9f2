package io.ancho.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls the service as the gateway does.
 */
final class ApiClient {

	private static final HttpClient http = HttpClient.newHttpClient();

	private static final JsonMapper mapper = new JsonMapper();

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final String url;

	private final String token;

	/**
	 * An answer.
	 *
	 * @param status the status
	 * @param body the JSON, missing where it is none
	 * @param bytes the body as it came
	 */
	record Answer(int status, JsonNode body, byte[] bytes) {

		String text(String field) {
			return this.body.path(field).asString();
		}

	}

	ApiClient(String url, String token) {
		this.url = url;
		this.token = token;
	}

	Answer get(String path) {
		return send(request(path).GET());
	}

	Answer getWithoutIdentity(String path) {
		return send(HttpRequest.newBuilder(URI.create(this.url + path)).GET());
	}

	Answer delete(String path) {
		return send(request(path).DELETE());
	}

	Answer post(String path, String json, String... headers) {
		HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
		if (headers.length > 0) {
			request.headers(headers);
		}
		return send(request.POST(BodyPublishers.ofString(json)));
	}

	Answer upload(byte[] archive) {
		String boundary = "ancho-boundary";
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		body.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"archive\"; "
				+ "filename=\"model\"\r\n\r\n")
			.getBytes(StandardCharsets.UTF_8));
		body.writeBytes(archive);
		body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
		return send(request("/api/v1/models").header("Content-Type", "multipart/form-data; boundary=" + boundary)
			.POST(BodyPublishers.ofByteArray(body.toByteArray())));
	}

	HttpResponse<InputStream> stream(String path) {
		try {
			return http.send(request(path).GET().build(), BodyHandlers.ofInputStream());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Asks for a run until it is as wanted.
	 * @param run the run's id
	 * @param wanted the condition
	 * @return the run, as wanted
	 */
	JsonNode await(String run, Predicate<JsonNode> wanted) {
		return await(() -> get("/api/v1/runs/" + run).body(), wanted);
	}

	static <T> T await(Callable<T> look, Predicate<T> wanted) {
		return await(PATIENCE, look, wanted);
	}

	static <T> T await(Duration patience, Callable<T> look, Predicate<T> wanted) {
		long deadline = System.nanoTime() + patience.toNanos();
		T seen = null;
		while (System.nanoTime() < deadline) {
			try {
				seen = look.call();
				if (wanted.test(seen)) {
					return seen;
				}
				Thread.sleep(10);
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}
		throw new AssertionError("still not as wanted after " + patience + ": " + seen);
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(this.url + path)).header("Authorization", "Bearer " + this.token);
	}

	private static Answer send(HttpRequest.Builder request) {
		try {
			HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
			boolean json = response.headers().firstValue("Content-Type").orElse("").contains("json");
			JsonNode body = mapper.readTree(json ? response.body() : new byte[] { '{', '}' });
			return new Answer(response.statusCode(), body, response.body());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
