package io.ancho.run.storage;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import io.ancho.events.UserRole;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Who may do what in a user's keyspace, where Cassandra asks who somebody is. Executors
 * write what they compute and read only which outputs were noted, statistics read and
 * write summaries, and the user's own role reads. Cassandra has one right for inserting,
 * updating and deleting: {@code MODIFY}.
 */
@Component
class UserRights {

	private static final Logger log = LoggerFactory.getLogger(UserRights.class);

	private static final String EXECUTORS = "ancho_worker";

	private static final String STATISTICS = "ancho_stats";

	private final CqlSession session;

	private final StorageProperties properties;

	private final Set<Right> held = new HashSet<>();

	private volatile boolean limited;

	UserRights(CqlSession session, StorageProperties properties) {
		this.session = session;
		this.properties = properties;
	}

	/**
	 * A right, as Cassandra's table of permissions has it.
	 *
	 * @param role whose
	 * @param resource what in: {@code data/keyspace} or {@code data/keyspace/table}
	 * @param permission to do what
	 */
	private record Right(String role, String resource, String permission) {

		static Right on(String keyspace, String table, String permission, String role) {
			return new Right(role, "data/" + keyspace + "/" + table, permission);
		}

		String grant() {
			String[] names = this.resource.split("/");
			String on = (names.length == 2) ? "KEYSPACE " + names[1] : "TABLE " + names[1] + "." + names[2];
			return "GRANT " + this.permission + " ON " + on + " TO " + this.role;
		}

	}

	private static List<Right> services(String keyspace) {
		return List.of(Right.on(keyspace, "results", "MODIFY", EXECUTORS),
				Right.on(keyspace, "failures", "MODIFY", EXECUTORS), Right.on(keyspace, "logs", "MODIFY", EXECUTORS),
				Right.on(keyspace, "written_outputs", "MODIFY", EXECUTORS),
				Right.on(keyspace, "written_outputs", "SELECT", EXECUTORS),
				new Right(STATISTICS, "data/" + keyspace, "SELECT"),
				Right.on(keyspace, "summary_documents", "MODIFY", STATISTICS),
				Right.on(keyspace, "summary_pages", "MODIFY", STATISTICS));
	}

	private static Right reading(String keyspace) {
		return new Right(keyspace, "data/" + keyspace, "SELECT");
	}

	/** Reads what has been granted, once for all keyspaces. */
	void load() {
		this.limited = this.properties.hasLogin() && isKnown();
		if (this.limited) {
			this.session.execute("SELECT role, resource, permissions FROM system_auth.role_permissions")
				.forEach((row) -> row.getSet("permissions", String.class)
					.forEach((permission) -> this.held
						.add(new Right(row.getString("role"), row.getString("resource"), permission))));
		}
	}

	/** A Cassandra that asks nobody who they are knows nobody. */
	private boolean isKnown() {
		try {
			this.session.execute("LIST ROLES");
			return true;
		}
		catch (UnauthorizedException ex) {
			log.warn("Cassandra asks nobody who they are, although this service has a role: "
					+ "everybody may read and write everything");
			return false;
		}
	}

	/**
	 * Whether all rights in a keyspace were granted when they were read.
	 * @param keyspace a user's
	 */
	boolean areHeld(String keyspace) {
		return missing(keyspace).isEmpty();
	}

	private List<Right> missing(String keyspace) {
		if (!this.limited) {
			return List.of();
		}
		Stream<Right> users = this.properties.hasUserRoles() ? Stream.of(reading(keyspace)) : Stream.empty();
		return Stream.concat(services(keyspace).stream(), users).filter((right) -> !this.held.contains(right)).toList();
	}

	/**
	 * Grants what is missing, and makes the user's role. Safe to repeat.
	 * @param keyspace a user's, with its tables
	 */
	void grant(String keyspace) {
		List<Right> missing = missing(keyspace);
		if (missing.isEmpty()) {
			return;
		}
		if (missing.contains(reading(keyspace))) {
			makeRole(UserRole.of(keyspace, this.properties.userRoleSecret()));
		}
		missing.forEach((right) -> this.session.execute(right.grant()));
		this.held.addAll(missing);
		log.info("Granted {} rights in keyspace {}", missing.size(), keyspace);
	}

	private void makeRole(UserRole role) {
		String options = role.name() + " WITH LOGIN = true AND PASSWORD = '" + role.password() + "'";
		this.session.execute("CREATE ROLE IF NOT EXISTS " + options);
	}

}
