package io.ancho.run.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.uuid.Uuids;
import io.ancho.run.lifecycle.RunId;
import io.ancho.run.storage.Keyspace;

import org.springframework.stereotype.Component;

/**
 * The ids of each user's runs, newest first, with their labels.
 */
@Component
class OwnedRuns {

	private final CqlSession session;

	private final PreparedStatement newest;

	private final PreparedStatement older;

	private final PreparedStatement all;

	OwnedRuns(CqlSession session, Keyspace keyspace) {
		this.session = session;
		String select = "SELECT id, labels FROM " + keyspace.table("runs_by_owner") + " WHERE owner = ?";
		this.newest = session.prepare(select + " LIMIT ?");
		this.older = session.prepare(select + " AND id < ? LIMIT ?");
		this.all = session.prepare("SELECT id, labels FROM " + keyspace.table("runs_by_owner"));
	}

	/**
	 * A run in the list.
	 *
	 * @param id the run
	 * @param labels its labels
	 */
	record Entry(RunId id, Map<String, String> labels) {
	}

	/**
	 * Part of a user's list.
	 * @param owner the user
	 * @param after the run to go on after, or empty for the start
	 * @param limit at most so many
	 * @return fewer than the limit only at the list's end
	 */
	List<Entry> after(String owner, Optional<RunId> after, int limit) {
		BoundStatement query = after.map((id) -> this.older.bind(owner, id.value(), limit))
			.orElseGet(() -> this.newest.bind(owner, limit));
		List<Entry> entries = new ArrayList<>();
		this.session.execute(query).forEach((row) -> entries.add(entry(row)));
		return entries;
	}

	/**
	 * All users' runs that were submitted before a time.
	 * @param time the time
	 * @return the runs, read a page at a time
	 */
	Stream<Entry> submittedBefore(Instant time) {
		return StreamSupport.stream(this.session.execute(this.all.bind()).spliterator(), false)
			.map(OwnedRuns::entry)
			.filter((entry) -> Uuids.unixTimestamp(entry.id().value()) < time.toEpochMilli());
	}

	private static Entry entry(Row row) {
		return new Entry(new RunId(Objects.requireNonNull(row.getUuid("id"))),
				Objects.requireNonNull(row.getMap("labels", String.class, String.class)));
	}

}
