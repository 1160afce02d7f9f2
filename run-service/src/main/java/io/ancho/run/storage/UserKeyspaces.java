package io.ancho.run.storage;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.datastax.oss.driver.api.core.CqlSession;
import io.ancho.events.UserKeyspace;
import io.ancho.run.problem.Problem;
import io.ancho.run.problem.ProblemException;
import io.ancho.schema.Schema;

import org.springframework.stereotype.Component;

/**
 * The keyspaces of the users' results.
 */
@Component
public class UserKeyspaces {

	private static final List<String> FILES = List.of("results/001-results.cql", "results/002-written-outputs.cql");

	private final CqlSession session;

	private final StorageProperties properties;

	private final Set<String> ready = ConcurrentHashMap.newKeySet();

	UserKeyspaces(CqlSession session, StorageProperties properties) {
		this.session = session;
		this.properties = properties;
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
			new Schema(this.session, keyspace, this.properties.replication(), FILES).apply();
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
