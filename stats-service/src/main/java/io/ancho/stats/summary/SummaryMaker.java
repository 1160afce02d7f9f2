package io.ancho.stats.summary;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import io.ancho.events.SequencesCompleted;
import io.ancho.events.SummaryCompleted;
import io.ancho.events.SummaryEvent;
import io.ancho.events.SummaryFailed;
import io.ancho.stats.spark.Spark;
import io.ancho.stats.spark.SparkDriverException;
import tools.jackson.databind.JsonNode;

import org.springframework.stereotype.Component;

/**
 * Makes one summary: asks the Spark driver and stores the document.
 */
@Component
class SummaryMaker {

	private final Spark spark;

	private final SummaryStore store;

	SummaryMaker(Spark spark, SummaryStore store) {
		this.spark = spark;
		this.store = store;
	}

	/**
	 * Makes a summary, unless it is stored already.
	 * @param job what to summarise
	 * @return what to tell of it, or nothing if nobody wants to know any more
	 * @throws SparkDriverException if the driver dies over it
	 * @throws SummaryOutageException if something does not work that will again
	 */
	Optional<SummaryEvent> make(SummaryJob job) throws SparkDriverException, IOException, InterruptedException {
		SequencesCompleted event = job.event();
		boolean stored = this.store.find(event.keyspace(), event.run())
			.filter((summary) -> summary.sequences() == event.sequences())
			.isPresent();
		if (stored) {
			return Optional.of(new SummaryCompleted(event.run()));
		}
		JsonNode answer = this.spark.ask(job.id(), SummaryDocument.request(event, job.lane()));
		Path computed = Path.of(answer.path("summary_file").asString(""));
		try {
			return conclude(job, answer, computed);
		}
		catch (UnauthorizedException ex) {
			throw new SummaryOutageException(ex.toString());
		}
		catch (QueryValidationException ex) {
			// Cassandra answers, and will never take it: no outage.
			return Optional.of(new SummaryFailed(event.run(), "it cannot be stored: " + ex.getMessage()));
		}
		finally {
			if (answer.has("summary_file")) {
				Files.deleteIfExists(computed);
			}
		}
	}

	private Optional<SummaryEvent> conclude(SummaryJob job, JsonNode answer, Path computed) throws IOException {
		SequencesCompleted event = job.event();
		if (job.isCancelled()) {
			return Optional.empty();
		}
		JsonNode error = answer.path("error");
		String message = error.path("message").asString("");
		if (error.path("permanent").asBoolean(false)) {
			return Optional.of(new SummaryFailed(event.run(), message));
		}
		if (error.path("outage").asBoolean(false)) {
			throw new SummaryOutageException(message);
		}
		if (!error.isMissingNode()) {
			throw new IllegalStateException(message);
		}
		this.store.save(event, (out) -> SummaryDocument.writeFields(computed, out));
		return Optional.of(new SummaryCompleted(event.run()));
	}

}
