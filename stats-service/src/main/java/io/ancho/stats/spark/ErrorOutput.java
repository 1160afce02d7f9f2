package io.ancho.stats.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.ancho.telemetry.LogContext;
import io.ancho.telemetry.LogField;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The log of a Spark driver, from its standard error: passed on whole to this service's
 * own, and its end kept, because that is where a process says why it died.
 */
final class ErrorOutput {

	private static final Logger logger = LoggerFactory.getLogger(SparkDriver.class);

	/** As {@code log4j2.properties} of the driver has it. */
	private static final Pattern ENTRY = Pattern.compile(
			"[-0-9]{10} [:.0-9]{12} (?<level>FATAL|ERROR|WARN|INFO|DEBUG|TRACE) (?:run=(?<run>\\S+) )?(?<text>.*)");

	private static final int KEPT_LINES = 10;

	private static final int TOLD_LINES = 3;

	private static final int LONGEST_LINE = 300;

	private final Deque<String> end = new ArrayDeque<>();

	private final Thread reader;

	/** Of the latest entry. */
	private Level level = Level.INFO;

	private @Nullable String run;

	ErrorOutput(BufferedReader errors) {
		this.reader = new Thread(() -> read(errors), "spark-errors");
		this.reader.setDaemon(true);
		this.reader.start();
	}

	private void read(BufferedReader errors) {
		try (errors) {
			for (String line = errors.readLine(); line != null; line = errors.readLine()) {
				pass(line);
				keep(line);
			}
		}
		catch (IOException ex) {
			logger.debug("The Spark driver's standard error ended", ex);
		}
	}

	/** What is not the beginning of an entry belongs to the one before. */
	private void pass(String line) {
		Matcher entry = ENTRY.matcher(line);
		boolean begins = entry.matches();
		if (begins) {
			this.level = Level.valueOf(entry.group("level").replace("FATAL", "ERROR"));
			this.run = entry.group("run");
		}
		try (LogContext ignored = LogContext.of(LogField.RUN, this.run)) {
			logger.atLevel(this.level).log("{}", begins ? entry.group("text") : line);
		}
	}

	private synchronized void keep(String line) {
		if (line.isBlank() || Character.isWhitespace(line.charAt(0))) {
			return;
		}
		if (this.end.size() == KEPT_LINES) {
			this.end.removeFirst();
		}
		this.end.addLast((line.length() > LONGEST_LINE) ? line.substring(0, LONGEST_LINE) + "…" : line);
	}

	/** Waits until all is read; not longer, if another process holds it open. */
	void await(Duration longest) throws InterruptedException {
		this.reader.join(longest.toMillis());
	}

	/**
	 * The last lines, without the frames of stack traces: at most {@value #KEPT_LINES} of
	 * at most {@value #LONGEST_LINE} characters.
	 * @return the lines, oldest first
	 */
	synchronized List<String> lines() {
		return List.copyOf(this.end);
	}

	/**
	 * The last {@value #TOLD_LINES} of these lines as one.
	 * @return the text, empty if nothing was said
	 */
	String gist() {
		List<String> lines = lines();
		return String.join("; ", lines.subList(Math.max(0, lines.size() - TOLD_LINES), lines.size()));
	}

}
