package io.ancho.jobs.results;

import java.util.BitSet;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.spark.connector.cql.CassandraConnector;
import io.ancho.events.ResultLayout;

/**
 * A run's results in its owner's keyspace.
 *
 * @param cassandra the connection, shared by all tasks of a process
 * @param keyspace the owner's keyspace
 * @param run the run's id
 */
public record Results(CassandraConnector cassandra, String keyspace, String run) implements StoredValues {

	/** A row has up to half a mebibyte. */
	private static final int PAGE_ROWS = 16;

	@Override
	public double[] values(String output, int width, long first, int count) {
		return this.cassandra.jWithSessionDo((session) -> {
			BucketValues values = new BucketValues(output, width, first, count);
			for (Row row : session.execute(rows(session, output, width, first, count))) {
				values.add(row.getLong(0), row.getInt(1), row.getByteBuffer(2));
			}
			return values.complete(() -> failed(first, count));
		});
	}

	@Override
	public BitSet failed(long first, int count) {
		return this.cassandra.jWithSessionDo((session) -> {
			BoundStatement statement = session
				.prepare("SELECT sequence FROM " + this.keyspace
						+ ".failures WHERE run = ? AND bucket = ? AND sequence >= ? AND sequence < ?")
				.bind(this.run, ResultLayout.failureBucket(first), first, first + count)
				.setConsistencyLevel(ConsistencyLevel.LOCAL_QUORUM);
			BitSet failed = new BitSet();
			session.execute(statement).forEach((row) -> failed.set((int) (row.getLong(0) - first)));
			return failed;
		});
	}

	private BoundStatement rows(CqlSession session, String output, int width, long first, int count) {
		return session
			.prepare("SELECT first_sequence, count, values FROM " + this.keyspace
					+ ".results WHERE run = ? AND output = ? AND bucket = ? AND first_sequence < ?")
			.bind(this.run, output, ResultLayout.bucket(first, width), first + count)
			.setConsistencyLevel(ConsistencyLevel.LOCAL_QUORUM)
			.setPageSize(PAGE_ROWS);
	}

}
