package io.ancho.run.execution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import io.ancho.run.storage.Replies;

/**
 * Writes many rows of few partitions with few requests: rows of one partition go
 * together, which the server takes as a single mutation, whatever limits it has for
 * batches.
 */
final class RowBatches {

	private static final int MAX_ROWS = 200;

	/** Characters, and more or less bytes. */
	private static final int MAX_SIZE = 128 * 1024;

	private static final int MAX_IN_FLIGHT = 64;

	private final CqlSession session;

	private final long timestamp;

	private final List<Batch> full = new ArrayList<>();

	private final Map<Integer, Batch> open = new LinkedHashMap<>();

	private final class Batch {

		private final List<BoundStatement> rows = new ArrayList<>();

		private int size;

		private boolean isFull() {
			return this.rows.size() >= MAX_ROWS || this.size >= MAX_SIZE;
		}

		private BatchStatement statement() {
			return BatchStatement.newInstance(BatchType.UNLOGGED)
				.addAll(this.rows)
				.setIdempotent(true)
				.setQueryTimestamp(RowBatches.this.timestamp);
		}

	}

	/**
	 * Nothing to write yet.
	 * @param session the session
	 * @param timestamp of all that is written, in microseconds since 1970
	 */
	RowBatches(CqlSession session, long timestamp) {
		this.session = session;
		this.timestamp = timestamp;
	}

	/**
	 * Adds a row.
	 * @param bucket the partition, of one run's table
	 * @param row writes the row
	 * @param size how large its text is, in characters
	 */
	void add(int bucket, BoundStatement row, int size) {
		Batch batch = this.open.computeIfAbsent(bucket, (key) -> new Batch());
		batch.rows.add(row);
		batch.size += size;
		if (batch.isFull()) {
			this.full.add(batch);
			this.open.remove(bucket);
		}
	}

	/** Writes all that was added. Safe to repeat if the rows are. */
	void write() {
		List<Batch> all = new ArrayList<>(this.full);
		all.addAll(this.open.values());
		for (int from = 0; from < all.size(); from += MAX_IN_FLIGHT) {
			all.subList(from, Math.min(all.size(), from + MAX_IN_FLIGHT))
				.stream()
				.map((batch) -> this.session.executeAsync(batch.statement()))
				.toList()
				.forEach(Replies::await);
		}
	}

}
