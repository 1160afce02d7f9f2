package io.ancho.run.storage;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import io.ancho.events.ResultLayout;
import io.ancho.events.UserKeyspace;
import io.ancho.run.problem.Problem;
import io.ancho.run.problem.ProblemException;
import io.ancho.schema.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * The keyspaces of the users' results.
 */
@Component
public class UserKeyspaces implements SmartInitializingSingleton {

	private static final Logger log = LoggerFactory.getLogger(UserKeyspaces.class);

	private final CqlSession session;

	private final StorageProperties properties;

	private final UserRights rights;

	private final Set<String> ready = ConcurrentHashMap.newKeySet();

	UserKeyspaces(CqlSession session, StorageProperties properties, UserRights rights) {
		this.session = session;
		this.properties = properties;
		this.rights = rights;
	}

	/**
	 * Gives the keyspaces that are there the tables and rights that came with this
	 * version.
	 */
	@Override
	public void afterSingletonsInstantiated() {
		this.rights.load();
		for (Row row : this.session.execute("SELECT keyspace_name FROM system_schema.tables "
				+ "WHERE table_name = 'schema_migrations' ALLOW FILTERING")) {
			String keyspace = row.getString(0);
			if (keyspace != null && keyspace.startsWith(UserKeyspace.PREFIX)) {
				bringUpToDate(keyspace);
			}
		}
	}

	private void bringUpToDate(String keyspace) {
		try {
			if (!(isUpToDate(keyspace) && this.rights.areHeld(keyspace))) {
				make(keyspace);
			}
		}
		catch (InvalidQueryException ex) {
			log.warn("Keyspace {} is left as it is, because it is being dropped: {}", keyspace, ex.getMessage());
		}
	}

	private boolean isUpToDate(String keyspace) {
		Set<String> applied = new HashSet<>();
		this.session.execute("SELECT name FROM " + keyspace + ".schema_migrations")
			.forEach((row) -> applied.add("results/" + row.getString(0)));
		return applied.containsAll(ResultLayout.SCHEMA);
	}

	/**
	 * The user's keyspace, made if it is not there. Takes a second the first time.
	 * @param user the user's name
	 * @return the keyspace's name
	 */
	public String ensure(String user) {
		String keyspace = nameFor(user);
		if (!this.ready.contains(keyspace)) {
			make(keyspace);
		}
		return keyspace;
	}

	/** Schema changes at the same time are Cassandra's weak spot: one after the other. */
	private synchronized void make(String keyspace) {
		if (!this.ready.contains(keyspace)) {
			new Schema(this.session, keyspace, this.properties.replication(), ResultLayout.SCHEMA,
					this.properties.keyspace())
				.apply();
			this.rights.grant(keyspace);
			this.ready.add(keyspace);
		}
	}

	private static String nameFor(String user) {
		try {
			return UserKeyspace.of(user);
		}
		catch (IllegalArgumentException ex) {
			throw new ProblemException(Problem.INVALID_REQUEST, String.valueOf(ex.getMessage()));
		}
	}

}
