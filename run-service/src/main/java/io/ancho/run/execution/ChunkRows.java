package io.ancho.run.execution;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.ancho.events.Json;
import io.ancho.leadership.Lease;
import io.ancho.run.lifecycle.RunId;
import io.ancho.run.planning.Checkpoint;
import io.ancho.run.planning.CountedChunk;
import io.ancho.run.planning.Plan;
import io.ancho.run.planning.PlannedChunk;
import io.ancho.run.storage.Keyspace;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The chunks of runs: planned before they are put in a queue, counted before their report
 * is taken as read. Only the leader writes; what it writes late loses against a later
 * leader's rows.
 */
@Component
public class ChunkRows {

	private static final int BUCKET_CHUNKS = 10_000;

	private static final int PAGE_CHUNKS = 5000;

	private final CqlSession session;

	private final Lease lease;

	private final PreparedStatement plan;

	private final PreparedStatement count;

	private final PreparedStatement bucket;

	private final PreparedStatement last;

	private final PreparedStatement delete;

	private final PreparedStatement deleteBehind;

	private final PreparedStatement checkpoint;

	private final PreparedStatement lastCheckpoint;

	private final PreparedStatement deleteCheckpoint;

	ChunkRows(CqlSession session, Keyspace keyspace, Lease lease) {
		this.session = session;
		this.lease = lease;
		String chunks = keyspace.table("chunks");
		this.plan = session
			.prepare("INSERT INTO " + chunks + " (run, bucket, first_sequence, count, pilot) VALUES (?, ?, ?, ?, ?)");
		this.count = session.prepare(
				"UPDATE " + chunks + " SET count = ?, outcome = ? WHERE run = ? AND bucket = ? AND first_sequence = ?");
		this.bucket = session.prepare("SELECT first_sequence, count, pilot, outcome FROM " + chunks
				+ " WHERE run = ? AND bucket = ? AND first_sequence >= ? ORDER BY first_sequence");
		this.last = session.prepare("SELECT first_sequence, count FROM " + chunks
				+ " WHERE run = ? AND bucket = ? ORDER BY first_sequence DESC LIMIT 1");
		this.delete = session.prepare("DELETE FROM " + chunks + " WHERE run = ? AND bucket = ?");
		this.deleteBehind = session
			.prepare("DELETE FROM " + chunks + " WHERE run = ? AND bucket = ? AND first_sequence >= ?");
		String checkpoints = keyspace.table("checkpoints");
		this.checkpoint = session.prepare("INSERT INTO " + checkpoints + " (run, document) VALUES (?, ?)");
		this.lastCheckpoint = session.prepare("SELECT document FROM " + checkpoints + " WHERE run = ?");
		this.deleteCheckpoint = session.prepare("DELETE FROM " + checkpoints + " WHERE run = ?");
	}

	/**
	 * Stores planned chunks. Safe to repeat, even for chunks that were counted since.
	 * @param run the run
	 * @param chunks the chunks
	 */
	void plan(RunId run, List<PlannedChunk> chunks) {
		RowBatches batches = new RowBatches(this.session, this.lease.timestamp());
		for (PlannedChunk chunk : chunks) {
			batches.add(bucket(chunk.ordinal()),
					this.plan.bind(run.value(), bucket(chunk.ordinal()), chunk.first(), chunk.count(), chunk.pilot()),
					0);
		}
		batches.write();
	}

	/**
	 * Stores that chunks have come in. Safe to repeat.
	 * @param run the run
	 * @param chunks the chunks, by which chunk of the run each is
	 */
	void count(RunId run, Map<Integer, CountedChunk> chunks) {
		RowBatches batches = new RowBatches(this.session, this.lease.timestamp());
		chunks.forEach((ordinal, chunk) -> {
			String outcome = Json.mapper().writeValueAsString(chunk);
			batches.add(bucket(ordinal),
					this.count.bind(chunk.count(), outcome, run.value(), bucket(ordinal), chunk.first()),
					outcome.length());
		});
		batches.write();
	}

	/**
	 * Stores what has come in from the start without a gap; the chunks themselves must
	 * have been stored.
	 * @param run the run
	 * @param checkpoint the run's first sequences
	 */
	void checkpoint(RunId run, Checkpoint checkpoint) {
		this.session.execute(this.checkpoint.bind(run.value(), Json.mapper().writeValueAsString(checkpoint))
			.setQueryTimestamp(this.lease.timestamp()));
	}

	/**
	 * Brings a plan to where the store is: by the last checkpoint, and a page of chunks
	 * at a time after it. Chunks are stored in several requests, and handed out once all
	 * have been confirmed: who was killed meanwhile may have left a gap, and what is
	 * behind it was never handed out and is planned anew. Whatever an earlier leader may
	 * still write there is as if it had never been written.
	 * @param run the run
	 * @param plan its plan, without any chunk
	 */
	void restore(RunId run, Plan plan) {
		restoreCheckpoint(run, plan);
		int bucket = bucket(plan.planned());
		while (restore(run, bucket, plan)) {
			bucket++;
		}
		deleteNeverHandedOut(run, bucket, plan.plannedEnd());
	}

	private void restoreCheckpoint(RunId run, Plan plan) {
		Row last = this.session.execute(this.lastCheckpoint.bind(run.value())).one();
		String document = (last != null) ? last.getString("document") : null;
		if (document != null) {
			plan.restore(Json.mapper().readValue(document, Checkpoint.class));
		}
	}

	/** Returns false if the bucket is empty, or has a gap. */
	private boolean restore(RunId run, int bucket, Plan plan) {
		int before = plan.planned();
		for (Row row : rows(run, bucket, plan.plannedEnd())) {
			if (row.getLong("first_sequence") != plan.plannedEnd()) {
				return false;
			}
			restore(row, plan.planned(), plan);
		}
		return plan.planned() > before;
	}

	private Iterable<Row> rows(RunId run, int bucket, long from) {
		return this.session.execute(this.bucket.bind(run.value(), bucket, from).setPageSize(PAGE_CHUNKS));
	}

	/**
	 * An earlier leader that does not know yet can have planned no more than it may have
	 * outstanding.
	 */
	private void deleteNeverHandedOut(RunId run, int bucket, long from) {
		for (int i = bucket; i <= bucket + bucket(Plan.MAX_OUTSTANDING); i++) {
			for (Row row : rows(run, i, from)) {
				if (row.getString("outcome") != null) {
					throw new IllegalStateException("run " + run + " has counted the chunk from "
							+ row.getLong("first_sequence") + ", but not all before it are stored");
				}
			}
			this.session
				.execute(this.deleteBehind.bind(run.value(), i, from).setQueryTimestamp(this.lease.timestamp()));
		}
	}

	/**
	 * How far a run's chunks were planned.
	 * @param run the run
	 * @return the first sequence behind them, 0 if there are none
	 */
	public long plannedEnd(RunId run) {
		long end = 0;
		for (int bucket = 0;; bucket++) {
			Row row = last(run, bucket);
			if (row == null) {
				return end;
			}
			end = row.getLong("first_sequence") + row.getInt("count");
		}
	}

	private @Nullable Row last(RunId run, int bucket) {
		return this.session.execute(this.last.bind(run.value(), bucket)).one();
	}

	/**
	 * Deletes a run's checkpoint and its chunks, the last first, so that what is left
	 * begins at the start.
	 * @param run the run
	 * @param timestamp microseconds since 1970; whatever was written before goes
	 */
	public void delete(RunId run, long timestamp) {
		this.session.execute(this.deleteCheckpoint.bind(run.value()).setQueryTimestamp(timestamp));
		int buckets = 0;
		while (last(run, buckets) != null) {
			buckets++;
		}
		for (int bucket = buckets - 1; bucket >= 0; bucket--) {
			this.session.execute(this.delete.bind(run.value(), bucket).setQueryTimestamp(timestamp));
		}
	}

	private static void restore(Row row, int ordinal, Plan plan) {
		String outcome = row.getString("outcome");
		if (outcome != null) {
			plan.restore(ordinal, Objects.requireNonNull(Json.mapper().readValue(outcome, CountedChunk.class)));
		}
		else {
			plan.restore(new PlannedChunk(ordinal, row.getLong("first_sequence"), row.getInt("count"),
					row.getBoolean("pilot")));
		}
	}

	private static int bucket(int ordinal) {
		return ordinal / BUCKET_CHUNKS;
	}

}
