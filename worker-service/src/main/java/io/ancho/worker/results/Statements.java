package io.ancho.worker.results;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import io.ancho.events.ChunkFailed.Cause;
import io.ancho.worker.ImpedimentException;
import io.ancho.worker.InfrastructureException;

/**
 * The statements of one user's keyspace, prepared once.
 *
 * @param result inserts into {@code results}
 * @param failure inserts into {@code failures}
 * @param log inserts into {@code logs}
 * @param writtenOutput inserts into {@code written_outputs}
 * @param writtenOutputs selects from it
 */
record Statements(PreparedStatement result, PreparedStatement failure, PreparedStatement log,
		PreparedStatement writtenOutput, PreparedStatement writtenOutputs) {

	private static Statements prepare(CqlSession session, String keyspace) {
		return new Statements(prepare(session, """
				INSERT INTO %s.results (run, output, bucket, first_sequence, count, values)
				VALUES (?, ?, ?, ?, ?, ?)""", keyspace), prepare(session, """
				INSERT INTO %s.failures (run, bucket, sequence, error_type, message, traceback)
				VALUES (?, ?, ?, ?, ?, ?)""", keyspace), prepare(session, """
				INSERT INTO %s.logs (run, at, executor, text)
				VALUES (?, ?, ?, ?)""", keyspace), prepare(session, """
				INSERT INTO %s.written_outputs (run, output, width)
				VALUES (?, ?, ?)""", keyspace), prepare(session, """
				SELECT output, deleted FROM %s.written_outputs WHERE run = ?""", keyspace));
	}

	private static PreparedStatement prepare(CqlSession session, String cql, String keyspace) {
		return session.prepare(SimpleStatement.newInstance(cql.formatted(keyspace)).setIdempotent(true));
	}

	/**
	 * The statements of all keyspaces met so far.
	 */
	static final class Cache {

		private final CqlSession session;

		private final Map<String, Statements> byKeyspace = new ConcurrentHashMap<>();

		Cache(CqlSession session) {
			this.session = session;
		}

		/**
		 * The statements of a keyspace.
		 * @param keyspace its name
		 * @return the statements, prepared
		 * @throws ImpedimentException if the keyspace is not there, or not for executors
		 * @throws InfrastructureException if Cassandra does not prepare them
		 */
		Statements of(String keyspace) {
			try {
				return this.byKeyspace.computeIfAbsent(keyspace, (name) -> prepare(this.session, name));
			}
			catch (QueryValidationException ex) {
				throw new ImpedimentException(Cause.STORAGE,
						"the store has no keyspace " + keyspace + ": " + ex.getMessage(), ex);
			}
			catch (DriverException | IllegalStateException ex) {
				throw new InfrastructureException("cannot prepare the statements of " + keyspace, ex);
			}
		}

	}

}
