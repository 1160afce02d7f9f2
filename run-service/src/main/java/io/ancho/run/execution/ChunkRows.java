package io.ancho.run.execution;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.ancho.events.Json;
import io.ancho.run.lifecycle.RunId;
import io.ancho.run.planning.CountedChunk;
import io.ancho.run.planning.Plan;
import io.ancho.run.planning.PlannedChunk;
import io.ancho.run.storage.Keyspace;
import io.ancho.run.storage.Replies;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The chunks of runs: planned before they are put in a queue, counted before their report
 * is taken as read.
 */
@Component
public class ChunkRows {

	private static final int BUCKET_CHUNKS = 10_000;

	private static final int MAX_IN_FLIGHT = 256;

	private final CqlSession session;

	private final PreparedStatement plan;

	private final PreparedStatement count;

	private final PreparedStatement bucket;

	private final PreparedStatement last;

	private final PreparedStatement delete;

	ChunkRows(CqlSession session, Keyspace keyspace) {
		this.session = session;
		String chunks = keyspace.table("chunks");
		this.plan = session
			.prepare("INSERT INTO " + chunks + " (run, bucket, first_sequence, count, pilot) VALUES (?, ?, ?, ?, ?)");
		this.count = session.prepare(
				"UPDATE " + chunks + " SET count = ?, outcome = ? WHERE run = ? AND bucket = ? AND first_sequence = ?");
		this.bucket = session.prepare("SELECT first_sequence, count, pilot, outcome FROM " + chunks
				+ " WHERE run = ? AND bucket = ? ORDER BY first_sequence");
		this.last = session.prepare("SELECT first_sequence, count FROM " + chunks
				+ " WHERE run = ? AND bucket = ? ORDER BY first_sequence DESC LIMIT 1");
		this.delete = session.prepare("DELETE FROM " + chunks + " WHERE run = ? AND bucket = ?");
	}

	/**
	 * Stores planned chunks. Safe to repeat, even for chunks that were counted since.
	 * @param run the run
	 * @param chunks the chunks
	 */
	void plan(RunId run, List<PlannedChunk> chunks) {
		for (int from = 0; from < chunks.size(); from += MAX_IN_FLIGHT) {
			List<PlannedChunk> part = chunks.subList(from, Math.min(chunks.size(), from + MAX_IN_FLIGHT));
			part.stream().map((chunk) -> write(run, chunk)).toList().forEach(Replies::await);
		}
	}

	private CompletionStage<AsyncResultSet> write(RunId run, PlannedChunk chunk) {
		return this.session.executeAsync(
				this.plan.bind(run.value(), bucket(chunk.ordinal()), chunk.first(), chunk.count(), chunk.pilot()));
	}

	/**
	 * Stores that a chunk has come in.
	 * @param run the run
	 * @param ordinal which chunk of the run it is
	 * @param chunk the chunk
	 */
	void count(RunId run, int ordinal, CountedChunk chunk) {
		this.session.execute(this.count.bind(chunk.count(), Json.mapper().writeValueAsString(chunk), run.value(),
				bucket(ordinal), chunk.first()));
	}

	/**
	 * Brings a plan to where the store is, a page of chunks at a time.
	 * @param run the run
	 * @param plan its plan, without any chunk
	 */
	void restore(RunId run, Plan plan) {
		int ordinal = 0;
		int before = -1;
		for (int bucket = 0; ordinal > before; bucket++) {
			before = ordinal;
			for (Row row : this.session.execute(this.bucket.bind(run.value(), bucket))) {
				restore(row, ordinal++, plan);
			}
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
	 * Deletes a run's chunks, the last first, so that what is left begins at the start.
	 * @param run the run
	 * @param timestamp microseconds since 1970; whatever was written before goes
	 */
	public void delete(RunId run, long timestamp) {
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
