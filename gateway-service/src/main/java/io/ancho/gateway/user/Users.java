package io.ancho.gateway.user;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The users in Cassandra. All writes are conditional, so that of two operators who change
 * the same user at once one is told.
 * <p>
 * A removed user's row stays: the runs do as well, and whoever gets the name gets them.
 */
public class Users {

	private final CqlSession session;

	private final PreparedStatement find;

	private final PreparedStatement list;

	private final PreparedStatement insert;

	private final PreparedStatement restore;

	private final PreparedStatement remove;

	private final PreparedStatement promote;

	private final PreparedStatement limit;

	public Users(CqlSession session, String keyspace) {
		String table = keyspace + ".users";
		this.session = session;
		String select = "SELECT name, operator, created_at, removed_at, quota, weight, limits_at FROM " + table;
		this.find = session.prepare(select + " WHERE name = ?");
		this.list = session.prepare(select);
		this.insert = session.prepare("INSERT INTO " + table
				+ " (name, operator, created_at, quota, weight, limits_at) VALUES (?, ?, ?, ?, ?, ?) IF NOT EXISTS");
		this.restore = session.prepare("UPDATE " + table
				+ " SET operator = ?, created_at = ?, removed_at = null, quota = ?, weight = ?, limits_at = ?"
				+ " WHERE name = ? IF removed_at != null");
		this.limit = session.prepare("UPDATE " + table + " SET quota = ?, weight = ?, limits_at = ?"
				+ " WHERE name = ? IF created_at != null AND removed_at = null AND limits_at = ?");
		this.remove = session.prepare(
				"UPDATE " + table + " SET removed_at = ? WHERE name = ? IF removed_at = null AND created_at != null");
		this.promote = session.prepare("UPDATE " + table + " SET operator = true WHERE name = ? IF EXISTS");
	}

	/**
	 * A user.
	 * @param name any text
	 * @return empty if there is none of this name, or no longer
	 */
	public Optional<User> find(String name) {
		return Optional.of(name)
			.filter((text) -> !text.isEmpty())
			.map((text) -> this.session.execute(this.find.bind(text)).one())
			.filter((row) -> row.isNull("removed_at"))
			.map(Users::user);
	}

	/**
	 * Whether there was a user of this name who was removed.
	 * @param name any text
	 * @return false also if the user is there
	 */
	public boolean hasRemoved(String name) {
		Row row = this.session.execute(this.find.bind(name)).one();
		return row != null && !row.isNull("removed_at");
	}

	/**
	 * Everybody.
	 * @return the users, by name
	 */
	public List<User> list() {
		return this.session.execute(this.list.bind())
			.all()
			.stream()
			.filter((row) -> row.isNull("removed_at"))
			.map(Users::user)
			.sorted(Comparator.comparing(User::name))
			.toList();
	}

	/**
	 * Adds a user of a name that nobody ever had.
	 * @param user the user
	 * @return whether that was so
	 */
	public boolean add(User user) {
		Limits limits = user.limits();
		return this.session
			.execute(this.insert.bind(user.name(), user.operator(), user.createdAt(), limits.quota(), limits.weight(),
					since(limits)))
			.wasApplied();
	}

	/**
	 * Adds a user of a name that a removed user had, with all that belonged to that one.
	 * @param user the user
	 * @return whether there was such a user
	 */
	public boolean restore(User user) {
		Limits limits = user.limits();
		return this.session
			.execute(this.restore.bind(user.operator(), user.createdAt(), limits.quota(), limits.weight(),
					since(limits), user.name()))
			.wasApplied();
	}

	/**
	 * Sets what a user may have.
	 * @param before the user as it was read
	 * @param limits the new limits
	 * @return false if the user has been removed or changed by somebody else since then
	 */
	public boolean limit(User before, Limits limits) {
		return this.session
			.execute(this.limit.bind(limits.quota(), limits.weight(), since(limits), before.name(),
					since(before.limits())))
			.wasApplied();
	}

	private static @Nullable Instant since(Limits limits) {
		return limits.since().equals(Instant.EPOCH) ? null : limits.since();
	}

	/**
	 * Ends that somebody is a user.
	 * @param name the user's name
	 * @param now the time
	 * @return whether there was such a user
	 */
	public boolean remove(String name, Instant now) {
		return this.session.execute(this.remove.bind(now, name)).wasApplied();
	}

	/**
	 * Makes sure that there is an operator of this name.
	 * @param name the user's name
	 * @param now the time
	 */
	public void ensureOperator(String name, Instant now) {
		User operator = new User(name, true, now, Limits.NONE);
		if (!find(name).map(User::operator).orElse(false) && !add(operator) && !restore(operator)) {
			this.session.execute(this.promote.bind(name));
		}
	}

	private static User user(Row row) {
		return new User(Objects.requireNonNull(row.getString("name")), row.getBoolean("operator"),
				Objects.requireNonNullElse(row.getInstant("created_at"), Instant.EPOCH), limits(row));
	}

	private static Limits limits(Row row) {
		return new Limits(new TreeMap<>(Objects.requireNonNull(row.getMap("quota", String.class, Long.class))),
				row.isNull("weight") ? 1 : row.getDouble("weight"),
				Objects.requireNonNullElse(row.getInstant("limits_at"), Instant.EPOCH));
	}

}
