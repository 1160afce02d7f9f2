package io.ancho.stats.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.ancho.events.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One life of the Spark driver process: JSON lines to its standard input, JSON lines from
 * its standard output. It ends by itself when its input does, so it does not outlive this
 * service.
 */
final class SparkDriver implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(SparkDriver.class);

	private static final int PATIENCE_SECONDS = 3;

	private static final Duration LAST_WORDS = Duration.ofSeconds(1);

	private final Process process;

	private final ErrorOutput errors;

	private final OutputStream in;

	private final Map<String, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();

	private final CompletableFuture<Void> end = new CompletableFuture<>();

	SparkDriver(ProcessBuilder builder) throws IOException {
		this.process = builder.start();
		this.errors = new ErrorOutput(this.process.errorReader(StandardCharsets.UTF_8));
		this.in = this.process.getOutputStream();
		Thread reader = new Thread(this::read, "spark-answers");
		reader.setDaemon(true);
		reader.start();
	}

	/**
	 * Sends a message that has an answer.
	 * @param message with a field {@code id} of its own
	 * @return the answer, or a {@link SparkDriverException} if the process dies first
	 */
	CompletableFuture<JsonNode> ask(ObjectNode message) {
		String id = message.get("id").asString();
		CompletableFuture<JsonNode> answer = new CompletableFuture<>();
		this.waiting.put(id, answer);
		tell(message);
		if (this.end.isDone()) {
			failWaiting();
		}
		return answer;
	}

	/** Sends a message that has no answer; to a dead process, in vain. */
	void tell(ObjectNode message) {
		byte[] line = (message + "\n").getBytes(StandardCharsets.UTF_8);
		try {
			synchronized (this.in) {
				this.in.write(line);
				this.in.flush();
			}
		}
		catch (IOException ex) {
			logger.debug("The Spark driver does not listen any more", ex);
		}
	}

	/** Done when the process is over. */
	CompletableFuture<Void> end() {
		return this.end;
	}

	long pid() {
		return this.process.pid();
	}

	/** How it ended, and what it said last. */
	String death() {
		String how = this.process.isAlive() ? "closed its output" : "ended with exit code " + this.process.exitValue();
		String gist = this.errors.gist();
		return gist.isEmpty() ? how : how + ": " + gist;
	}

	/** The last lines of its standard error, oldest first. */
	List<String> lastLines() {
		return this.errors.lines();
	}

	private void read() {
		try (BufferedReader out = this.process.inputReader(StandardCharsets.UTF_8)) {
			for (String line = out.readLine(); line != null; line = out.readLine()) {
				answer(line);
			}
			this.process.waitFor();
			this.errors.await(LAST_WORDS);
		}
		catch (IOException ex) {
			logger.debug("The Spark driver's answers ended", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.end.complete(null);
			failWaiting();
		}
	}

	private void answer(String line) {
		try {
			JsonNode answer = Json.mapper().readTree(line);
			CompletableFuture<JsonNode> future = this.waiting.remove(answer.path("id").asString(""));
			if (future != null) {
				future.complete(answer);
			}
		}
		catch (JacksonException ex) {
			logger.warn("The Spark driver said what is no answer: {}", line);
		}
	}

	private void failWaiting() {
		String how = death();
		for (String id : this.waiting.keySet()) {
			CompletableFuture<JsonNode> future = this.waiting.remove(id);
			if (future != null) {
				future.completeExceptionally(new SparkDriverException("the Spark driver " + how));
			}
		}
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
