package io.ancho.schema;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.servererrors.QueryConsistencyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one instance at a time change a keyspace's tables: nodes of Cassandra that make
 * the same table at once make two of the same name, and lose what is written to one.
 * <p>
 * It is a row that is written if it is not there, and goes by itself should its holder
 * die. Its own table has an id that follows from the keyspace, so that making it twice
 * makes it once.
 */
final class SchemaLock implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(SchemaLock.class);

	/** How long it holds without being renewed, which is more than a change may take. */
	private static final int SECONDS = 90;

	private static final long PAUSE_MILLIS = 200;

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final UUID holder = UUID.randomUUID();

	private final CqlSession session;

	private final String table;

	private final String name;

	private SchemaLock(CqlSession session, String table, String name) {
		this.session = session;
		this.table = table;
		this.name = name;
	}

	/**
	 * Waits until nobody else has it.
	 * @param session a session
	 * @param keyspace the keyspace of the lock's table, as CQL writes it
	 * @param name the keyspace that is to be changed
	 * @return the lock, which is this instance's own until it is closed
	 */
	static SchemaLock take(CqlSession session, String keyspace, String name) {
		String table = keyspace + ".schema_locks";
		UUID id = UUID.nameUUIDFromBytes(table.getBytes(StandardCharsets.UTF_8));
		SchemaLock lock = new SchemaLock(session, table, name);
		lock.execute("CREATE TABLE IF NOT EXISTS " + table + " (name text PRIMARY KEY, holder uuid) WITH id = " + id);
		for (boolean first = true; !lock.isTaken(); first = false) {
			if (first) {
				logger.info("Waiting for another instance that makes the tables of keyspace {}", name);
			}
			pause();
		}
		return lock;
	}

	/** A write whose end is not known may have worked. */
	private boolean isTaken() {
		try {
			ResultSet result = execute(
					"INSERT INTO " + this.table + " (name, holder) VALUES (?, ?) IF NOT EXISTS USING TTL " + SECONDS,
					this.name, this.holder);
			if (result.wasApplied()) {
				return true;
			}
			Row row = result.one();
			return row != null && this.holder.equals(row.getUuid("holder"));
		}
		catch (QueryConsistencyException ex) {
			logger.debug("Whether the lock of {} is taken is not known", this.name, ex);
			return false;
		}
	}

	/**
	 * Makes it hold for longer.
	 * @throws IllegalStateException if it has gone meanwhile
	 */
	void renew() {
		ResultSet result = execute(
				"UPDATE " + this.table + " USING TTL " + SECONDS + " SET holder = ? WHERE name = ? IF holder = ?",
				this.holder, this.name, this.holder);
		if (!result.wasApplied()) {
			throw new IllegalStateException("the tables of keyspace " + this.name + " were not made within " + SECONDS
					+ " s, and another instance makes them now; start again");
		}
	}

	@Override
	public void close() {
		execute("DELETE FROM " + this.table + " WHERE name = ? IF holder = ?", this.name, this.holder);
	}

	private ResultSet execute(String cql, Object... values) {
		return this.session.execute(SimpleStatement.newInstance(cql, values).setTimeout(TIMEOUT));
	}

	private static void pause() {
		try {
			Thread.sleep(PAUSE_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("interrupted while another instance makes the tables", ex);
		}
	}

}
