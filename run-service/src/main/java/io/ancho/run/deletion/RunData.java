package io.ancho.run.deletion;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.ancho.events.Output;
import io.ancho.events.ResultLayout;
import io.ancho.run.execution.ChunkRows;
import io.ancho.run.storage.Replies;
import io.ancho.run.storage.UserKeyspaces;

import org.springframework.stereotype.Component;

/**
 * What runs have left in their owners' keyspaces. It is deleted partition by partition,
 * and the partitions are known: by the outputs that executors noted before they wrote,
 * and by how far chunks were planned.
 */
@Component
class RunData {

	private static final int IN_FLIGHT = 64;

	private final CqlSession session;

	private final UserKeyspaces keyspaces;

	private final ChunkRows chunks;

	RunData(CqlSession session, UserKeyspaces keyspaces, ChunkRows chunks) {
		this.session = session;
		this.keyspaces = keyspaces;
		this.chunks = chunks;
	}

	/**
	 * Deletes a run's results, failures, logs and summary, and then its chunks. Safe to
	 * repeat, also where it ended half-way.
	 * @param deletion the run
	 */
	void delete(RunDeletion deletion) {
		String keyspace = this.keyspaces.ensure(deletion.owner());
		String run = deletion.run();
		fence(keyspace, run);
		Map<String, Integer> widths = widths(keyspace, deletion);
		long end = this.chunks.plannedEnd(deletion.id());
		long now = Tombstones.timestamp();
		widths.forEach((output, width) -> deleteResults(keyspace, run, output, buckets(end, width), now));
		PreparedStatement failures = delete(keyspace, "failures", "run = ? AND bucket = ?");
		execute(IntStream.range(0, failureBuckets(end)).mapToObj((bucket) -> failures.bind(run, bucket)), now);
		PreparedStatement pages = delete(keyspace, "summary_pages", "run = ? AND bucket = ?");
		execute(IntStream.range(0, ResultLayout.SUMMARY_BUCKETS).mapToObj((bucket) -> pages.bind(run, bucket)), now);
		execute(Stream.of("logs", "summaries", "summary_documents", "written_outputs")
			.map((table) -> delete(keyspace, table, "run = ?").bind(run)), now);
		this.chunks.delete(deletion.id(), now);
	}

	/** From here on no executor begins to write outputs that are not known yet. */
	private void fence(String keyspace, String run) {
		this.session
			.execute(this.session.prepare("UPDATE " + keyspace + ".written_outputs SET deleted = true WHERE run = ?")
				.bind(run));
	}

	/** The widths of the outputs that may have results. */
	private Map<String, Integer> widths(String keyspace, RunDeletion deletion) {
		Map<String, Integer> widths = new HashMap<>();
		for (Output output : deletion.outputs()) {
			widths.put(output.name(), output.width());
		}
		PreparedStatement written = this.session
			.prepare("SELECT output, width FROM " + keyspace + ".written_outputs WHERE run = ?");
		for (Row row : this.session.execute(written.bind(deletion.run()))) {
			if (!row.isNull("output")) {
				widths.putIfAbsent(Objects.requireNonNull(row.getString("output")), row.getInt("width"));
			}
		}
		return widths;
	}

	private void deleteResults(String keyspace, String run, String output, int buckets, long timestamp) {
		PreparedStatement results = delete(keyspace, "results", "run = ? AND output = ? AND bucket = ?");
		execute(IntStream.range(0, buckets).mapToObj((bucket) -> results.bind(run, output, bucket)), timestamp);
	}

	private static int buckets(long end, int width) {
		return (end > 0) ? ResultLayout.bucket(end - 1, width) + 1 : 0;
	}

	private static int failureBuckets(long end) {
		return (end > 0) ? ResultLayout.failureBucket(end - 1) + 1 : 0;
	}

	private PreparedStatement delete(String keyspace, String table, String key) {
		return this.session.prepare("DELETE FROM " + keyspace + "." + table + " WHERE " + key);
	}

	private void execute(Stream<BoundStatement> statements, long timestamp) {
		List<BoundStatement> all = statements.map((statement) -> statement.setQueryTimestamp(timestamp)).toList();
		for (int from = 0; from < all.size(); from += IN_FLIGHT) {
			all.subList(from, Math.min(all.size(), from + IN_FLIGHT))
				.stream()
				.map(this.session::executeAsync)
				.toList()
				.forEach(Replies::await);
		}
	}

}
