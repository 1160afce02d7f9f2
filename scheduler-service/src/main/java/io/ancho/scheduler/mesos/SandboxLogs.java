package io.ancho.scheduler.mesos;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.ancho.scheduler.core.Executor;
import org.apache.mesos.v1.Protos;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The end of what failed executors wrote, asked of their agents
 * ({@code GET /files/read}). Whatever is in the way, an agent that asks for credentials
 * or does not answer, there is no log then: nothing waits for one.
 */
final class SandboxLogs implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(SandboxLogs.class);

	private static final Duration ANSWER = Duration.ofSeconds(2);

	private static final int MOST_BYTES = 4096;

	/** What text may become as JSON, at worst. */
	private static final int MOST_ANSWER = 16 * MOST_BYTES;

	private static final int MOST_WAITING = 64;

	private static final JsonMapper mapper = new JsonMapper();

	private final HttpClient client;

	private final Map<String, URI> agents = new ConcurrentHashMap<>();

	private final ThreadPoolExecutor threads = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS,
			new ArrayBlockingQueue<>(MOST_WAITING), SandboxLogs::thread, new ThreadPoolExecutor.DiscardPolicy());

	SandboxLogs(HttpClient client) {
		this.client = client;
		this.threads.allowCoreThreadTimeOut(true);
	}

	private static Thread thread(Runnable work) {
		Thread thread = new Thread(work, "sandbox-logs");
		thread.setDaemon(true);
		return thread;
	}

	/** An offer says where its agent answers. */
	void learn(Protos.Offer offer) {
		if (offer.hasUrl()) {
			Protos.URL url = offer.getUrl();
			boolean plain = "http".equals(url.getScheme()) && url.getAddress().hasIp();
			String host = plain ? url.getAddress().getIp() : url.getAddress().getHostname();
			this.agents.put(offer.getAgentId().getValue(), URI.create(url.getScheme() + "://"
					+ (host.contains(":") ? "[" + host + "]" : host) + ":" + url.getAddress().getPort()));
		}
	}

	/**
	 * Reads, unless too many wait for that.
	 * @param frameworkId the framework's id, or null if there is none
	 * @param executor an executor
	 * @param lines takes its last lines, if there are any
	 */
	void read(@Nullable String frameworkId, Executor executor, Consumer<List<String>> lines) {
		URI agent = this.agents.get(executor.agentId());
		if (agent != null && frameworkId != null) {
			String sandbox = "/frameworks/" + frameworkId + "/executors/" + executor.id() + "/runs/latest/";
			this.threads.execute(() -> read(agent, sandbox, lines));
		}
	}

	private void read(URI agent, String sandbox, Consumer<List<String>> lines) {
		try {
			List<String> last = LogText.lastLines(end(agent, sandbox + "stdout"), end(agent, sandbox + "stderr"));
			if (!last.isEmpty()) {
				lines.accept(last);
			}
		}
		catch (IOException | JacksonException ex) {
			logger.debug("No log of {} from {}: {}", sandbox, agent, ex.toString());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private String end(URI agent, String path) throws IOException, InterruptedException {
		long length = ask(agent, path, -1).path("offset").asLong(0);
		String text = ask(agent, path, Math.max(0, length - MOST_BYTES)).path("data").asString("");
		// What is cut off in the middle of a line is no line.
		return (length > MOST_BYTES) ? text.substring(text.indexOf('\n') + 1) : text;
	}

	private JsonNode ask(URI agent, String path, long offset) throws IOException, InterruptedException {
		URI target = agent.resolve("/files/read?path=" + URLEncoder.encode(path, StandardCharsets.UTF_8) + "&offset="
				+ offset + "&length=" + MOST_BYTES);
		HttpResponse<InputStream> response = this.client.send(HttpRequest.newBuilder(target).timeout(ANSWER).build(),
				HttpResponse.BodyHandlers.ofInputStream());
		try (InputStream body = response.body()) {
			CompletableFuture.delayedExecutor(ANSWER.toMillis(), TimeUnit.MILLISECONDS).execute(() -> cutOff(body));
			if (response.statusCode() != 200) {
				throw new IOException(target + " answered " + response.statusCode());
			}
			return mapper.readTree(body.readNBytes(MOST_ANSWER));
		}
	}

	/** The time-out of a request ends with the head of its answer. */
	private static void cutOff(InputStream body) {
		try {
			body.close();
		}
		catch (IOException ex) {
			logger.debug("Closing an answer", ex);
		}
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
	}

}
