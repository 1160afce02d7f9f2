package io.ancho.jobs;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.ancho.jobs.summary.Cancellation;
import io.ancho.jobs.summary.Summaries;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.network.util.JavaUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Answers requests until the end of its standard input. In each lane one is worked on at
 * a time; a cancelling one takes effect at once.
 */
public final class StatsJobs {

	private static final Logger logger = LoggerFactory.getLogger(StatsJobs.class);

	/** In the logging context, there and where Spark's tasks run. */
	private static final String RUN = "mdc.run";

	private final JavaSparkContext spark;

	private final Summaries summaries;

	private final Answers answers;

	private final Map<Lane, ExecutorService> workers = new EnumMap<>(Lane.class);

	/** The summaries that were asked for and not answered yet, by the messages' ids. */
	private final Map<String, Cancellation> unanswered = new ConcurrentHashMap<>();

	private StatsJobs(JavaSparkContext spark, Answers answers) {
		this.spark = spark;
		this.summaries = new Summaries(spark);
		this.answers = answers;
		for (Lane lane : Lane.values()) {
			this.workers.put(lane, Executors.newSingleThreadExecutor());
		}
	}

	/**
	 * Runs the application; the entry point of SparkSubmit. In the end it deletes the
	 * folder that the system property {@code ancho.scratch} names, if it names one.
	 * @param args none
	 * @throws IOException if standard input cannot be read
	 */
	public static void main(String[] args) throws IOException {
		PrintStream out = System.out;
		System.setOut(System.err);
		UnexpectedEnd unexpectedEnd = new UnexpectedEnd();
		try (JavaSparkContext spark = new JavaSparkContext(defaults(new SparkConf()))) {
			spark.sc().addSparkListener(unexpectedEnd);
			BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
			StatsJobs jobs = new StatsJobs(spark, new Answers(out));
			try {
				jobs.answer(in);
			}
			finally {
				unexpectedEnd.expect();
				jobs.workers.values().forEach(ExecutorService::shutdownNow);
			}
		}
		finally {
			deleteScratch();
		}
	}

	/** Whoever started this may have died, and then nobody else deletes it. */
	private static void deleteScratch() throws IOException {
		String scratch = System.getProperty("ancho.scratch");
		if (scratch != null) {
			JavaUtils.deleteRecursively(new File(scratch));
		}
	}

	private static SparkConf defaults(SparkConf conf) {
		return conf.setIfMissing("spark.app.name", "ancho-stats-jobs")
			.setIfMissing("spark.ui.enabled", "false")
			.setIfMissing("spark.locality.wait", "0")
			.setIfMissing("spark.scheduler.mode", "FAIR")
			.setIfMissing("spark.cassandra.connection.keepAliveMS", "3600000");
	}

	private void answer(BufferedReader in) throws IOException {
		for (String line = in.readLine(); line != null; line = in.readLine()) {
			Message message = Message.read(line, this.answers.mapper());
			if (message instanceof Message.Cancel cancel) {
				this.unanswered.getOrDefault(cancel.id(), new Cancellation()).cancel();
			}
			else if (message instanceof Message.Ping ping) {
				worker(Lane.MEDIUM).execute(() -> pong(ping));
			}
			else if (message instanceof Message.Summarise summarise) {
				Cancellation cancellation = new Cancellation();
				this.unanswered.put(summarise.id(), cancellation);
				worker(summarise.lane()).execute(() -> summarise(summarise, cancellation));
			}
		}
	}

	private ExecutorService worker(Lane lane) {
		return Objects.requireNonNull(this.workers.get(lane));
	}

	private void pong(Message.Ping ping) {
		try {
			this.summaries.check();
			this.answers.pong(ping.id());
		}
		catch (Exception ex) {
			// Scala throws checked exceptions that nobody has declared.
			logger.error("Spark does not work", ex);
			this.answers.error(ping.id(), ex.toString(), Trouble.OUTAGE);
		}
	}

	private void summarise(Message.Summarise message, Cancellation cancellation) {
		long start = System.nanoTime();
		String run = message.request().run();
		MDC.put(RUN, run);
		try {
			Path file = document(message, cancellation);
			this.unanswered.remove(message.id());
			this.answers.summary(message.id(), file);
			logger.info("Summarised run {} in {} ms", run, (System.nanoTime() - start) / 1_000_000);
		}
		catch (Throwable ex) {
			// Whatever it is, whoever asked is waiting for an answer.
			this.unanswered.remove(message.id());
			Trouble trouble = this.spark.sc().isStopped() ? Trouble.OUTAGE : Trouble.of(ex);
			if (trouble != Trouble.PERMANENT) {
				logger.warn("Could not summarise run {}", run, ex);
			}
			this.answers.error(message.id(),
					(trouble == Trouble.PERMANENT) ? String.valueOf(ex.getMessage()) : ex.toString(), trouble);
		}
		finally {
			MDC.remove(RUN);
		}
	}

	private Path document(Message.Summarise message, Cancellation cancellation) throws IOException {
		Lane lane = message.lane();
		this.spark.setJobGroup(message.id(), "summary of run " + message.request().run(), true);
		this.spark.setLocalProperty("spark.scheduler.pool", lane.pool());
		this.spark.setLocalProperty(RUN, message.request().run());
		Path file = Files.createTempFile("summary-", ".json");
		try {
			new DocumentFile(this.answers.mapper(), message.request(),
					(part) -> this.summaries.summarise(part, lane.isDistributed(), cancellation))
				.write(file);
			return file;
		}
		catch (IOException | RuntimeException | Error ex) {
			Files.deleteIfExists(file);
			throw ex;
		}
		finally {
			this.spark.clearJobGroup();
			this.spark.setLocalProperty(RUN, null);
		}
	}

}
