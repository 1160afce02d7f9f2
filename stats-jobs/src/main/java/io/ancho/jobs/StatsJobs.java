package io.ancho.jobs;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.ancho.jobs.results.InvalidResultsException;
import io.ancho.jobs.summary.Summaries;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.network.util.JavaUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests until the end of its standard input. One request is worked on at a
 * time; a cancelling one takes effect at once.
 */
public final class StatsJobs {

	private static final Logger logger = LoggerFactory.getLogger(StatsJobs.class);

	private final JavaSparkContext spark;

	private final Summaries summaries;

	private final Answers answers;

	private final ExecutorService worker = Executors.newSingleThreadExecutor();

	private StatsJobs(JavaSparkContext spark, Answers answers) {
		this.spark = spark;
		this.summaries = new Summaries(spark);
		this.answers = answers;
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
		try (JavaSparkContext spark = new JavaSparkContext(defaults(new SparkConf()))) {
			BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
			StatsJobs jobs = new StatsJobs(spark, new Answers(out));
			try {
				jobs.answer(in);
			}
			finally {
				jobs.worker.shutdownNow();
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
			.setIfMissing("spark.cassandra.connection.keepAliveMS", "3600000");
	}

	private void answer(BufferedReader in) throws IOException {
		for (String line = in.readLine(); line != null; line = in.readLine()) {
			Message message = Message.read(line, this.answers.mapper());
			if (message instanceof Message.Cancel cancel) {
				this.spark.sc().cancelJobGroup(cancel.id());
			}
			else if (message instanceof Message.Ping ping) {
				this.worker.execute(() -> pong(ping));
			}
			else if (message instanceof Message.Summarise summarise) {
				this.worker.execute(() -> summarise(summarise));
			}
		}
	}

	private void pong(Message.Ping ping) {
		try {
			this.summaries.check();
			this.answers.pong(ping.id());
		}
		catch (Exception ex) {
			// Scala throws checked exceptions that nobody has declared.
			logger.error("Spark does not work", ex);
			this.answers.error(ping.id(), ex.toString(), false);
		}
	}

	private void summarise(Message.Summarise message) {
		long start = System.nanoTime();
		String run = message.request().run();
		this.spark.setJobGroup(message.id(), "summary of run " + run, true);
		try {
			this.answers.summary(message.id(), this.summaries.summarise(message.request()));
			logger.info("Summarised run {} in {} ms", run, (System.nanoTime() - start) / 1_000_000);
		}
		catch (InvalidResultsException ex) {
			this.answers.error(message.id(), String.valueOf(ex.getMessage()), true);
		}
		catch (Exception ex) {
			logger.warn("Could not summarise run {}", run, ex);
			this.answers.error(message.id(), ex.toString(), false);
		}
		finally {
			this.spark.clearJobGroup();
		}
	}

}
