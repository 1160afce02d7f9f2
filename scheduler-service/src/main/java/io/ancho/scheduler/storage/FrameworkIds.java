package io.ancho.scheduler.storage;

import java.util.Optional;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The id by which Mesos knows this framework.
 */
@Component
public final class FrameworkIds {

	private static final String NAME = "ancho";

	private final CqlSession session;

	private final Terms terms;

	private final PreparedStatement select;

	private final PreparedStatement insert;

	FrameworkIds(CqlSession session, Keyspace keyspace, Terms terms) {
		this.session = session;
		this.terms = terms;
		String table = keyspace.table("frameworks");
		this.select = session.prepare("SELECT framework_id FROM " + table + " WHERE name = ?");
		this.insert = session.prepare("INSERT INTO " + table + " (name, framework_id) VALUES (?, ?)");
	}

	public Optional<String> find() {
		return Optional.ofNullable(this.session.execute(this.select.bind(NAME)).one())
			.map((row) -> row.getString("framework_id"));
	}

	/**
	 * Stores the id.
	 * @param frameworkId the id, or null to begin anew
	 */
	public void store(@Nullable String frameworkId) {
		this.terms.execute(this.insert.bind(NAME, frameworkId));
	}

}
