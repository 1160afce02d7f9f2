package io.ancho.stats.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import io.ancho.events.Json;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/**
 * A Spark driver that is always there: started with the service, warmed by a first job,
 * and started again whenever it dies.
 */
@Component
public class Spark implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(Spark.class);

	private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

	private final SparkCommand command;

	private final Counter restarts;

	private volatile CompletableFuture<SparkDriver> warm = new CompletableFuture<>();

	private volatile @Nullable String trouble;

	private @Nullable Thread keeper;

	Spark(SparkCommand command, MeterRegistry meters) {
		this.command = command;
		this.restarts = Counter.builder("ancho.spark.restarts")
			.description("Spark drivers started because one had died")
			.register(meters);
	}

	/**
	 * Asks the driver, waiting for one that is warm.
	 * @param message the message, without an id
	 * @param id an id of its own
	 * @return the answer
	 * @throws SparkDriverException if the driver dies before it answers
	 * @throws InterruptedException if this thread is interrupted
	 */
	public JsonNode ask(String id, ObjectNode message) throws SparkDriverException, InterruptedException {
		try {
			return this.warm.get().ask(message.put("id", id)).get();
		}
		catch (ExecutionException | CancellationException ex) {
			if (ex.getCause() instanceof SparkDriverException death) {
				throw death;
			}
			throw new IllegalStateException("the Spark driver cannot be asked", ex);
		}
	}

	/**
	 * Stops what was asked under an id; its answer is an error then.
	 * @param id the id
	 */
	public void cancel(String id) {
		SparkDriver driver = this.warm.getNow(null);
		if (driver != null) {
			driver.tell(Json.mapper().createObjectNode().put("op", "cancel").put("id", id));
		}
	}

	/**
	 * The process id of a warm driver.
	 * @return the process id, or null while there is no warm driver
	 */
	public @Nullable Long warmPid() {
		SparkDriver driver = this.warm.getNow(null);
		return (driver != null) ? driver.pid() : null;
	}

	/**
	 * Why there is no warm driver.
	 * @return how the last one ended and what it said, or what keeps its first job from
	 * succeeding; null while nothing is known to be wrong
	 */
	@Nullable String trouble() {
		return this.trouble;
	}

	@Override
	public synchronized void start() {
		this.keeper = new Thread(this::keep, "spark-keeper");
		this.keeper.start();
	}

	@Override
	public synchronized void stop() {
		Thread thread = this.keeper;
		this.keeper = null;
		if (thread != null) {
			thread.interrupt();
			try {
				thread.join();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.keeper != null;
	}

	private void keep() {
		Duration pause = FIRST_PAUSE;
		while (!Thread.currentThread().isInterrupted()) {
			try {
				boolean wasWarm = live();
				this.restarts.increment();
				pause = wasWarm ? FIRST_PAUSE : longer(pause);
				Thread.sleep(pause.toMillis());
			}
			catch (InterruptedException ex) {
				return;
			}
			catch (IOException | RuntimeException ex) {
				logger.error("The Spark driver cannot be started", ex);
				this.trouble = "the last one could not be started: " + ex.getMessage();
				pause = longer(pause);
			}
		}
	}

	/** One driver's whole life; whether it was ever warm. */
	private boolean live() throws IOException, InterruptedException {
		Path scratch = Files.createTempDirectory("ancho-spark-");
		long start = System.nanoTime();
		try (SparkDriver driver = new SparkDriver(this.command.processBuilder(scratch))) {
			try {
				warmUp(driver);
				logger.info("Spark driver {} is warm after {} ms", driver.pid(),
						(System.nanoTime() - start) / 1_000_000);
				this.trouble = null;
				this.warm.complete(driver);
				driver.end().get();
			}
			catch (ExecutionException ex) {
				logger.debug("The Spark driver died before it was warm", ex);
			}
			this.trouble = "the last one " + driver.death();
			logger.warn("Spark driver {} {}; its last lines:\n{}", driver.pid(), driver.death(),
					String.join("\n", driver.lastLines()));
			return this.warm.isDone();
		}
		finally {
			this.warm = this.warm.isDone() ? new CompletableFuture<>() : this.warm;
			FileSystemUtils.deleteRecursively(scratch);
		}
	}

	/** Has the driver run a small job, again and again until it has succeeded. */
	private void warmUp(SparkDriver driver) throws InterruptedException, ExecutionException {
		Duration pause = FIRST_PAUSE;
		JsonNode answer = ping(driver);
		while (!answer.has("pong")) {
			this.trouble = "its first job failed: " + answer.path("error").path("message").asString("");
			logger.warn("Spark driver {} does not work yet: {}", driver.pid(), this.trouble);
			Thread.sleep(pause.toMillis());
			pause = longer(pause);
			answer = ping(driver);
		}
	}

	private static JsonNode ping(SparkDriver driver) throws InterruptedException, ExecutionException {
		String id = UUID.randomUUID().toString();
		return driver.ask(Json.mapper().createObjectNode().put("op", "ping").put("id", id)).get();
	}

	private static Duration longer(Duration pause) {
		Duration twice = pause.multipliedBy(2);
		return (twice.compareTo(LONGEST_PAUSE) < 0) ? twice : LONGEST_PAUSE;
	}

}
