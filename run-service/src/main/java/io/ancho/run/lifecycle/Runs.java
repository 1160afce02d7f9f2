package io.ancho.run.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.ancho.events.ChunkCompleted.LoadedModel;
import io.ancho.events.ExecutorsChanged;
import io.ancho.events.Output;
import io.ancho.leadership.Lease;
import io.ancho.run.storage.Keyspace;
import io.ancho.run.storage.Replies;

import org.springframework.stereotype.Component;

/**
 * All runs. A run's state and the events still to be published are one row, so that they
 * change together. Only the leader writes, and what it writes late loses against whatever
 * a later leader has written.
 */
@Component
public class Runs {

	/** So that the tombstones of finished runs do not all lie in one partition. */
	private static final int SHARDS = 16;

	private final CqlSession session;

	private final Lease lease;

	private final PreparedStatement save;

	private final PreparedStatement saveExecutors;

	private final PreparedStatement find;

	private final PreparedStatement saveBytes;

	private final PreparedStatement addToOwner;

	private final PreparedStatement addUnfinished;

	private final PreparedStatement removeUnfinished;

	private final PreparedStatement unfinished;

	/** Of its row first: without that, the others mean nothing. */
	private final List<PreparedStatement> removals;

	Runs(CqlSession session, Keyspace keyspace, Lease lease) {
		this.session = session;
		this.lease = lease;
		String runs = keyspace.table("runs");
		String unfinishedRuns = keyspace.table("unfinished_runs");
		this.save = session
			.prepare("INSERT INTO " + runs + " (" + RunRows.COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
		this.saveExecutors = session.prepare("UPDATE " + runs + " SET executors = ? WHERE id = ?");
		this.find = session.prepare("SELECT " + RunRows.COLUMNS + ", executors FROM " + runs + " WHERE id = ?");
		this.addToOwner = session
			.prepare("INSERT INTO " + keyspace.table("runs_by_owner") + " (owner, id, labels) VALUES (?, ?, ?)");
		this.saveBytes = session
			.prepare("UPDATE " + keyspace.table("runs_by_owner") + " SET stored_bytes = ? WHERE owner = ? AND id = ?");
		this.addUnfinished = session.prepare("INSERT INTO " + unfinishedRuns + " (shard, id) VALUES (?, ?)");
		this.removeUnfinished = session.prepare("DELETE FROM " + unfinishedRuns + " WHERE shard = ? AND id = ?");
		this.unfinished = session.prepare("SELECT id FROM " + unfinishedRuns + " WHERE shard = ?");
		this.removals = Stream
			.of(runs + " USING TIMESTAMP ? WHERE id = ?",
					keyspace.table("runs_by_owner") + " USING TIMESTAMP ? WHERE owner = ? AND id = ?",
					unfinishedRuns + " USING TIMESTAMP ? WHERE shard = ? AND id = ?")
			.map((row) -> session.prepare("DELETE FROM " + row))
			.toList();
	}

	/**
	 * Stores a new run, its own row last: without that, the others mean nothing. A batch,
	 * which would not need an order, may be refused for its size. Safe to repeat.
	 * @param run the run
	 * @param snapshot its figures
	 */
	public void add(Run run, Snapshot snapshot) {
		write(this.addUnfinished.bind(shard(run.id()), run.id().value()));
		write(this.addToOwner.bind(run.owner(), run.id().value(), run.definition().labels()));
		write(RunRows.bind(this.save, run, snapshot));
	}

	/**
	 * Stores a run's next value, and once it executes no more, how much it has stored.
	 * @param run the run
	 * @param snapshot its figures
	 */
	public void save(Run run, Snapshot snapshot) {
		LoadedModel model = run.loaded();
		if (!run.state().isExecuting() && model != null) {
			long values = snapshot.progress().completed() * model.outputs().stream().mapToLong(Output::width).sum();
			write(this.saveBytes.bind(values * Double.BYTES, run.owner(), run.id().value()));
		}
		write(RunRows.bind(this.save, run, snapshot));
	}

	/**
	 * Stores what is known of a run's executors.
	 * @param id the run
	 * @param executors the latest report
	 */
	public void saveExecutors(RunId id, ExecutorsChanged executors) {
		write(this.saveExecutors.bind(RunRows.json(executors), id.value()));
	}

	private void write(BoundStatement row) {
		this.session.execute(row.setQueryTimestamp(this.lease.timestamp()));
	}

	/**
	 * A run.
	 * @param id its id
	 * @return the run, whoever it belongs to, or nothing
	 */
	public Optional<StoredRun> find(RunId id) {
		return Optional.ofNullable(this.session.execute(this.find.bind(id.value())).one()).map(RunRows::read);
	}

	/**
	 * Several runs, read at once.
	 * @param ids their ids
	 * @return the runs in the order of the ids; those that are not there left out
	 */
	public List<StoredRun> find(List<RunId> ids) {
		List<CompletionStage<AsyncResultSet>> reads = ids.stream()
			.map((id) -> this.session.executeAsync(this.find.bind(id.value())))
			.toList();
		List<StoredRun> runs = new ArrayList<>();
		for (CompletionStage<AsyncResultSet> read : reads) {
			Row row = Replies.await(read).one();
			if (row != null) {
				runs.add(RunRows.read(row));
			}
		}
		return runs;
	}

	/**
	 * The runs to take up after a restart.
	 * @return ids, some perhaps of runs that are over or were never stored
	 */
	public List<RunId> unfinished() {
		List<RunId> ids = new ArrayList<>();
		for (int shard = 0; shard < SHARDS; shard++) {
			this.session.execute(this.unfinished.bind(shard))
				.forEach((row) -> ids.add(new RunId(Objects.requireNonNull(row.getUuid("id")))));
		}
		return ids;
	}

	/**
	 * Nothing is left to do for a run.
	 * @param id the run
	 */
	public void finished(RunId id) {
		write(this.removeUnfinished.bind(shard(id), id.value()));
	}

	/**
	 * What takes a run away.
	 * @param id the run
	 * @param owner the user it belongs to
	 * @param timestamp microseconds since 1970; whatever was written before goes
	 * @return the statements
	 */
	public List<BoundStatement> removal(RunId id, String owner, long timestamp) {
		return List.of(this.removals.get(0).bind(timestamp, id.value()),
				this.removals.get(1).bind(timestamp, owner, id.value()),
				this.removals.get(2).bind(timestamp, shard(id), id.value()));
	}

	private static int shard(RunId id) {
		return Math.floorMod(id.hashCode(), SHARDS);
	}

}
