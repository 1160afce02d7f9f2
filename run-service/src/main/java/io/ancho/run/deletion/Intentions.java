package io.ancho.run.deletion;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.ancho.events.Json;
import io.ancho.run.lifecycle.Runs;
import io.ancho.run.storage.Keyspace;

import org.springframework.stereotype.Component;

/**
 * What is to be deleted, and is not deleted yet.
 */
@Component
class Intentions {

	private static final String RUN = "run";

	private static final String ARCHIVE = "archive";

	private final CqlSession session;

	private final Runs runs;

	private final PreparedStatement add;

	private final PreparedStatement findAll;

	private final PreparedStatement remove;

	Intentions(CqlSession session, Keyspace keyspace, Runs runs) {
		this.session = session;
		this.runs = runs;
		String deletions = keyspace.table("deletions");
		this.add = session.prepare("INSERT INTO " + deletions + " (kind, id, document) VALUES (?, ?, ?)");
		this.findAll = session.prepare("SELECT id, document FROM " + deletions + " WHERE kind = ?");
		this.remove = session.prepare("DELETE FROM " + deletions + " WHERE kind = ? AND id = ?");
	}

	/**
	 * Stores that a run is to be deleted, and then takes it out of everybody's sight: a
	 * start does that as well, before it takes up any run. A batch, which would do both
	 * or neither, may be refused for its size.
	 * @param deletion the run
	 */
	void add(RunDeletion deletion) {
		this.session.execute(this.add.bind(RUN, deletion.run(), Json.mapper().writeValueAsString(deletion)));
		takeAway(deletion);
	}

	/**
	 * Takes a run out of everybody's sight.
	 * @param deletion the run
	 */
	void takeAway(RunDeletion deletion) {
		this.runs.removal(deletion.id(), deletion.owner(), Tombstones.timestamp()).forEach(this.session::execute);
	}

	/**
	 * Stores that an archive is to be deleted.
	 * @param archive the archive, without the need for it checked
	 */
	void add(ArchiveDeletion archive) {
		this.session.execute(this.add.bind(ARCHIVE, archive.model(), Json.mapper().writeValueAsString(archive)));
	}

	List<RunDeletion> runs() {
		return find(RUN, RunDeletion.class);
	}

	List<ArchiveDeletion> archives() {
		return find(ARCHIVE, ArchiveDeletion.class);
	}

	private <T> List<T> find(String kind, Class<T> type) {
		List<T> found = new ArrayList<>();
		for (Row row : this.session.execute(this.findAll.bind(kind))) {
			found.add(Json.mapper().readValue(Objects.requireNonNull(row.getString("document")), type));
		}
		return found;
	}

	/** Nothing is left of it. */
	void remove(RunDeletion deletion) {
		this.session.execute(this.remove.bind(RUN, deletion.run()));
	}

	/** Nothing is left of it, or somebody needs it. */
	void remove(ArchiveDeletion archive) {
		this.session.execute(this.remove.bind(ARCHIVE, archive.model()));
	}

}
