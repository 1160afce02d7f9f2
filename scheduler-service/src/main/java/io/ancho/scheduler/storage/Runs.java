package io.ancho.scheduler.storage;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.ancho.events.ExecutorSpec;
import io.ancho.events.Json;
import io.ancho.scheduler.core.Failures;
import io.ancho.scheduler.core.RunId;
import io.ancho.scheduler.core.WantedRun;

import org.springframework.stereotype.Component;

/**
 * The runs that want executors, and those that want none any more.
 */
@Component
public final class Runs {

	private final CqlSession session;

	private final Terms terms;

	private final PreparedStatement selectAll;

	private final PreparedStatement insert;

	private final PreparedStatement delete;

	private final PreparedStatement selectEnded;

	private final PreparedStatement insertEnded;

	private final PreparedStatement deleteEnded;

	Runs(CqlSession session, Keyspace keyspace, Terms terms) {
		this.session = session;
		this.terms = terms;
		String runs = keyspace.table("runs");
		String ended = keyspace.table("ended_runs");
		this.selectAll = session.prepare("SELECT * FROM " + runs);
		this.insert = session
			.prepare("INSERT INTO " + runs + " (id, owner, name, queue, spec, submitted_at, needed, launched, weight)"
					+ " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
		this.delete = session.prepare("DELETE FROM " + runs + " WHERE id = ?");
		this.selectEnded = session.prepare("SELECT id FROM " + ended + " WHERE id = ?");
		this.insertEnded = session.prepare("INSERT INTO " + ended + " (id, ended_at) VALUES (?, ?)");
		this.deleteEnded = session.prepare("DELETE FROM " + ended + " WHERE id = ?");
	}

	/**
	 * The runs that want executors.
	 * @return runs, oldest first
	 */
	public List<WantedRun> findAll() {
		List<WantedRun> runs = new ArrayList<>();
		for (Row row : this.session.execute(this.selectAll.bind())) {
			runs.add(run(row));
		}
		runs.removeIf((run) -> hasEnded(run.id()));
		runs.sort(Comparator.comparing(WantedRun::submittedAt));
		return runs;
	}

	private static WantedRun run(Row row) {
		ExecutorSpec executors = Json.read(text(row, "spec").getBytes(StandardCharsets.UTF_8), ExecutorSpec.class);
		return new WantedRun(new RunId(text(row, "id")), text(row, "owner"),
				row.isNull("weight") ? 1 : row.getDouble("weight"), text(row, "name"), text(row, "queue"), executors,
				Objects.requireNonNull(row.getInstant("submitted_at")),
				row.isNull("needed") ? executors.count() : row.getInt("needed"), row.getInt("launched"), Failures.NONE);
	}

	private static String text(Row row, String column) {
		return Objects.requireNonNull(row.getString(column));
	}

	/**
	 * Begins to store a run.
	 * @param run the run
	 * @return completes once it is stored
	 */
	public CompletionStage<?> store(WantedRun run) {
		return this.terms.begin(this.insert.bind(run.id().value(), run.owner(), run.name(), run.queue(),
				new String(Json.write(run.spec()), StandardCharsets.UTF_8), run.submittedAt(), run.needed(),
				run.launched(), run.weight()));
	}

	/**
	 * Forgets a run, and remembers that it is over.
	 * @param run the run
	 */
	public void end(RunId run) {
		this.terms.execute(this.insertEnded.bind(run.value(), Instant.now()));
		this.terms.execute(this.delete.bind(run.value()));
	}

	/**
	 * Forgets that a run is over, because it was deleted. Should Kafka repeat its events,
	 * this one comes again behind them.
	 * @param run the run
	 */
	public void forget(RunId run) {
		this.terms.execute(this.deleteEnded.bind(run.value()));
	}

	/**
	 * Whether a run was ended before.
	 * @param run the run
	 * @return whether its events are repetitions
	 */
	public boolean hasEnded(RunId run) {
		return this.session.execute(this.selectEnded.bind(run.value())).one() != null;
	}

}
