package io.ancho.run.model;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import io.ancho.run.source.SourceDocument;
import io.ancho.run.storage.Keyspace;
import io.ancho.run.storage.Page;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The users' models.
 */
@Component
public class Models {

	private static final String COLUMNS = "id, name, entrypoint, requirements, size_bytes, created_at, source";

	private final CqlSession session;

	private final Archives archives;

	private final PreparedStatement find;

	private final PreparedStatement add;

	private final PreparedStatement addByTime;

	private final PreparedStatement newest;

	private final PreparedStatement following;

	private final PreparedStatement anyOwner;

	private final PreparedStatement bytes;

	private final PreparedStatement remove;

	private final PreparedStatement removeByTime;

	/** Who adds or removes the same model waits; few others do. */
	private final Object[] locks = Stream.generate(Object::new).limit(64).toArray();

	Models(CqlSession session, Keyspace keyspace, Archives archives) {
		this.session = session;
		this.archives = archives;
		String models = keyspace.table("models");
		String byTime = keyspace.table("models_by_time");
		String values = " (owner, " + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
		String list = "SELECT " + COLUMNS + " FROM " + byTime + " WHERE owner = ?";
		this.find = session.prepare("SELECT " + COLUMNS + " FROM " + models + " WHERE owner = ? AND id = ?");
		this.add = session.prepare("INSERT INTO " + models + values + " IF NOT EXISTS");
		this.addByTime = session.prepare("INSERT INTO " + byTime + values);
		this.newest = session.prepare(list + " LIMIT ?");
		this.anyOwner = session.prepare("SELECT owner FROM " + models + " WHERE id = ? LIMIT 1 ALLOW FILTERING");
		this.bytes = session.prepare("SELECT sum(size_bytes) AS bytes FROM " + models + " WHERE owner = ?");
		this.remove = session.prepare("DELETE FROM " + models + " WHERE owner = ? AND id = ? IF EXISTS");
		this.removeByTime = session.prepare("DELETE FROM " + byTime + " WHERE owner = ? AND created_at = ? AND id = ?");
		this.following = session.prepare(list + " AND (created_at, id) < (?, ?) LIMIT ?");
	}

	/**
	 * What became of a model that was to be added.
	 *
	 * @param model the user's model
	 * @param created whether the user did not have it before
	 */
	record Added(Model model, boolean created) {
	}

	/**
	 * A user's model.
	 * @param owner the user
	 * @param id its id
	 * @return the model, or nothing if this user has not uploaded it
	 */
	public Optional<Model> find(String owner, ModelId id) {
		return Optional.ofNullable(this.session.execute(this.find.bind(owner, id.value())).one()).map(Models::model);
	}

	/**
	 * Stores a model, its archive first. Safe to repeat.
	 * @param owner the user
	 * @param model the model
	 * @param archive its gzipped normalised archive
	 * @return the model as it is stored
	 * @throws IOException if the file cannot be read
	 */
	Added add(String owner, Model model, Path archive) throws IOException {
		synchronized (lock(model.id())) {
			this.archives.save(model.id(), archive);
			return add(owner, model);
		}
	}

	private Added add(String owner, Model model) {
		ResultSet added = this.session.execute(bind(this.add, owner, model));
		boolean created = added.wasApplied();
		Model stored = created ? model : model(Objects.requireNonNull(added.one()));
		this.session.execute(bind(this.addByTime, owner, stored));
		return new Added(stored, created);
	}

	/**
	 * How large a user's models are.
	 * @param owner the user
	 * @return the bytes of all, not compressed
	 */
	public long bytes(String owner) {
		return Objects.requireNonNull(this.session.execute(this.bytes.bind(owner)).one()).getLong("bytes");
	}

	/**
	 * What is locked while a model's archive comes or goes.
	 * @param id the model's id
	 * @return a lock that models may share
	 */
	public Object lock(ModelId id) {
		return this.locks[Math.floorMod(id.hashCode(), this.locks.length)];
	}

	/**
	 * Takes a model from a user; its archive stays. The row was written by a condition,
	 * and goes by one, so that Cassandra keeps the two in order.
	 * @param owner the user
	 * @param model the user's model
	 */
	public void remove(String owner, Model model) {
		this.session.execute(this.removeByTime.bind(owner, model.createdAt(), model.id().value()));
		this.session.execute(this.remove.bind(owner, model.id().value()));
	}

	/**
	 * How many pieces a model's archive has.
	 * @param id the model's id
	 * @return 0 if it is not stored
	 */
	public int archivePieces(ModelId id) {
		return this.archives.pieces(id).orElse(0);
	}

	/**
	 * Deletes a model's archive, unless a user has the model. Safe to repeat. Looks at
	 * every user's models: there is no index for what happens so rarely.
	 * @param id the model's id
	 * @param pieces how many pieces it had
	 */
	public void deleteUnneededArchive(ModelId id, int pieces) {
		synchronized (lock(id)) {
			if (this.session.execute(this.anyOwner.bind(id.value())).one() == null) {
				this.archives.delete(id, pieces);
			}
		}
	}

	private static BoundStatement bind(PreparedStatement statement, String owner, Model model) {
		return statement.bind(owner, model.id().value(), model.name(), model.entrypoint(), model.requirements(),
				model.sizeBytes(), model.createdAt(), (model.source() != null) ? model.source().write() : null);
	}

	/**
	 * A user's models, newest first.
	 * @param owner the user
	 * @param cursor where to go on, or null for the start
	 * @param limit at most so many
	 * @return a page
	 */
	Page<Model> list(String owner, @Nullable String cursor, int limit) {
		ResultSet rows = (cursor == null) ? this.session.execute(this.newest.bind(owner, limit + 1))
				: this.session.execute(following(owner, Page.position(cursor), limit + 1));
		List<Model> models = new ArrayList<>();
		Iterator<Row> iterator = rows.iterator();
		while (iterator.hasNext() && models.size() < limit) {
			models.add(model(iterator.next()));
		}
		return new Page<>(models, iterator.hasNext() ? cursor(models.get(models.size() - 1)) : null);
	}

	private static String cursor(Model last) {
		return Page.cursor(last.createdAt().toEpochMilli() + " " + last.id());
	}

	private BoundStatement following(String owner, String position, int limit) {
		int space = position.indexOf(' ');
		try {
			Instant createdAt = Instant.ofEpochMilli(Long.parseLong(position.substring(0, Math.max(0, space))));
			return this.following.bind(owner, createdAt, position.substring(space + 1), limit);
		}
		catch (NumberFormatException ex) {
			throw Page.badCursor();
		}
	}

	private static Model model(Row row) {
		return new Model(new ModelId(text(row, "id")), text(row, "name"), text(row, "entrypoint"),
				row.getBoolean("requirements"), row.getLong("size_bytes"),
				Objects.requireNonNull(row.getInstant("created_at")), source(row.getString("source")));
	}

	private static @Nullable SourceDocument source(@Nullable String json) {
		return (json != null) ? SourceDocument.read(json) : null;
	}

	private static String text(Row row, String column) {
		return Objects.requireNonNull(row.getString(column));
	}

}
