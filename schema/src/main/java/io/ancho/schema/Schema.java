package io.ancho.schema;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A keyspace and the numbered CQL files that make its tables.
 * <p>
 * {@link #apply()} creates the keyspace if it is missing and runs the files that are not
 * recorded in its table {@code schema_migrations}, in order. It is safe to call at every
 * start and from several instances at once: where there is something to do one does it
 * and the others wait. Every statement of a file must be repeatable
 * ({@code IF NOT EXISTS}), so an instance that died half-way does no harm. A released
 * file is never edited; if one was, {@code apply} refuses to go on.
 */
public final class Schema {

	private static final Logger logger = LoggerFactory.getLogger(Schema.class);

	/** DDL on a cold single node takes seconds, not milliseconds. */
	private static final Duration DDL_TIMEOUT = Duration.ofSeconds(60);

	private final CqlSession session;

	private final String lockKeyspace;

	private final String name;

	private final String keyspace;

	private final String replication;

	private final List<String> files;

	/**
	 * A keyspace to be brought up to date.
	 * @param session a session bound to no keyspace
	 * @param keyspace its name; quoted where CQL needs it
	 * @param replication the replication map, such as {@code {'class': 'SimpleStrategy',
	 * 'replication_factor': 1}}
	 * @param files the CQL files, as class-path resources, in order. They name their
	 * tables with the placeholder <code>${keyspace}</code>
	 */
	public Schema(CqlSession session, String keyspace, String replication, List<String> files) {
		this(session, keyspace, replication, files, keyspace);
	}

	/**
	 * A keyspace to be brought up to date by whoever holds a lock in another one.
	 * @param session a session bound to no keyspace
	 * @param keyspace its name; quoted where CQL needs it
	 * @param replication the replication map
	 * @param files the CQL files, as class-path resources, in order
	 * @param lockKeyspace the keyspace of the lock, which has to be there
	 */
	public Schema(CqlSession session, String keyspace, String replication, List<String> files, String lockKeyspace) {
		this.session = session;
		this.lockKeyspace = CqlIdentifier.fromInternal(lockKeyspace).asCql(true);
		this.name = keyspace;
		this.keyspace = CqlIdentifier.fromInternal(keyspace).asCql(true);
		this.replication = replication;
		this.files = List.copyOf(files);
	}

	/**
	 * Creates what is missing.
	 * @throws IllegalStateException if a file that was already applied has been edited
	 */
	public void apply() {
		List<Migration> migrations = this.files.stream().map(Migration::read).toList();
		createKeyspace();
		if (isComplete(migrations)) {
			return;
		}
		try (SchemaLock lock = SchemaLock.take(this.session, this.lockKeyspace, this.name)) {
			ddl("CREATE TABLE IF NOT EXISTS " + this.keyspace
					+ ".schema_migrations (name text PRIMARY KEY, checksum text, applied_at timestamp)");
			missing(migrations).forEach((migration) -> run(migration, lock));
		}
	}

	/** A node records a table that another instance makes before it knows it. */
	private boolean isComplete(List<Migration> migrations) {
		try {
			return isRecorded() && missing(migrations).isEmpty();
		}
		catch (InvalidQueryException ex) {
			return false;
		}
	}

	private boolean isRecorded() {
		return this.session.execute(SimpleStatement.newInstance("SELECT table_name FROM system_schema.tables "
				+ "WHERE keyspace_name = ? AND table_name = 'schema_migrations'", this.name))
			.one() != null;
	}

	private List<Migration> missing(List<Migration> migrations) {
		Map<String, String> applied = applied();
		for (Migration migration : migrations) {
			if (!applied.getOrDefault(migration.name(), migration.checksum()).equals(migration.checksum())) {
				throw new IllegalStateException(migration.name() + " was applied to keyspace " + this.keyspace
						+ " and edited since: restore it and put the change into a new file");
			}
		}
		return migrations.stream().filter((migration) -> !applied.containsKey(migration.name())).toList();
	}

	/**
	 * A role that may not make keyspaces is refused even where there is nothing to make.
	 */
	private void createKeyspace() {
		ResultSet found = this.session.execute(SimpleStatement
			.newInstance("SELECT keyspace_name FROM system_schema.keyspaces WHERE keyspace_name = ?", this.name));
		if (found.one() == null) {
			ddl("CREATE KEYSPACE IF NOT EXISTS " + this.keyspace + " WITH replication = " + this.replication);
		}
	}

	private Map<String, String> applied() {
		Map<String, String> applied = new HashMap<>();
		for (Row row : ddl("SELECT name, checksum FROM " + this.keyspace + ".schema_migrations")) {
			applied.put(row.getString("name"), row.getString("checksum"));
		}
		return applied;
	}

	private void run(Migration migration, SchemaLock lock) {
		for (String statement : migration.statements()) {
			lock.renew();
			ddl(statement.replace("${keyspace}", this.keyspace));
		}
		this.session.execute(SimpleStatement.newInstance(
				"INSERT INTO " + this.keyspace
						+ ".schema_migrations (name, checksum, applied_at) VALUES (?, ?, toTimestamp(now()))",
				migration.name(), migration.checksum()));
		logger.info("Applied {} to keyspace {}", migration.name(), this.keyspace);
	}

	private ResultSet ddl(String cql) {
		return this.session.execute(SimpleStatement.newInstance(cql).setTimeout(DDL_TIMEOUT));
	}

}
