package io.ancho.gateway.token;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.ancho.gateway.user.User;
import io.ancho.gateway.user.Users;
import org.jspecify.annotations.Nullable;

/**
 * The tokens in Cassandra: by id for checking, by user for listing. Both rows of a token
 * are written and deleted together, in a logged batch. A token is worth nothing without
 * its user.
 */
public class Tokens {

	private final CqlSession session;

	private final Users users;

	private final PreparedStatement find;

	private final PreparedStatement list;

	private final PreparedStatement insert;

	private final PreparedStatement insertByUser;

	private final PreparedStatement delete;

	private final PreparedStatement deleteByUser;

	Tokens(CqlSession session, String keyspace, Users users) {
		this.session = session;
		this.users = users;
		this.find = session
			.prepare("SELECT id, hash, user, scopes, expires_at FROM " + keyspace + ".tokens WHERE id = ?");
		this.list = session.prepare(
				"SELECT id, name, scopes, created_at, expires_at FROM " + keyspace + ".tokens_by_user WHERE user = ?");
		this.insert = session.prepare("INSERT INTO " + keyspace
				+ ".tokens (id, hash, user, scopes, expires_at) VALUES (?, ?, ?, ?, ?) USING TTL ?");
		this.insertByUser = session.prepare("INSERT INTO " + keyspace
				+ ".tokens_by_user (user, id, name, scopes, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?) USING TTL ?");
		this.delete = session.prepare("DELETE FROM " + keyspace + ".tokens WHERE id = ?");
		this.deleteByUser = session.prepare("DELETE FROM " + keyspace + ".tokens_by_user WHERE user = ? AND id = ?");
	}

	Optional<Caller> find(TokenHash hash) {
		return Optional.ofNullable(this.session.execute(this.find.bind(hash.id())).one())
			.filter((row) -> hash.matches(row.get("hash", ByteBuffer.class)))
			.flatMap((row) -> this.users.find(String.valueOf(row.getString("user"))).map((user) -> caller(user, row)));
	}

	private static Caller caller(User user, Row row) {
		return new Caller(user.name(), String.valueOf(row.getString("id")), scopes(row), user.operator(), user.limits(),
				row.getInstant("expires_at"));
	}

	/**
	 * Whose token it is.
	 * @param id a token's id
	 * @return empty if there is no such token
	 */
	Optional<String> owner(String id) {
		return Optional.ofNullable(this.session.execute(this.find.bind(id)).one()).map((row) -> row.getString("user"));
	}

	List<ApiToken> list(String user) {
		return this.session.execute(this.list.bind(user))
			.all()
			.stream()
			.map((row) -> new ApiToken(row.getString("id"), user, row.getString("name"), scopes(row),
					row.getInstant("created_at"), row.getInstant("expires_at")))
			.toList();
	}

	/**
	 * Stores a token. Storing the same token again changes nothing but its name and
	 * times.
	 * @param user its owner, who need not be a user yet
	 * @param hash its hash
	 * @param name what the owner calls it
	 * @param scopes what it allows
	 * @param now the time of creation
	 * @param lifetime after which it ends; null for never
	 */
	ApiToken add(String user, TokenHash hash, String name, Collection<Scope> scopes, Instant now,
			@Nullable Duration lifetime) {
		ApiToken token = new ApiToken(hash.id(), user, name, new TreeSet<>(scopes), now,
				(lifetime != null) ? now.plus(lifetime) : null);
		Set<String> scopeTexts = scopes.stream().map(Scope::text).collect(Collectors.toSet());
		int ttl = (lifetime != null) ? Math.toIntExact(lifetime.toSeconds()) : 0;
		this.session.execute(BatchStatement.newInstance(DefaultBatchType.LOGGED,
				this.insert.bind(token.id(), hash.bytes(), user, scopeTexts, token.expiresAt(), ttl),
				this.insertByUser.bind(user, token.id(), name, scopeTexts, now, token.expiresAt(), ttl)));
		return token;
	}

	void delete(String user, String id) {
		this.session.execute(BatchStatement.newInstance(DefaultBatchType.LOGGED, this.delete.bind(id),
				this.deleteByUser.bind(user, id)));
	}

	/**
	 * Deletes all tokens of a user.
	 * @param user the user's name
	 * @return how many there were
	 */
	public int deleteAll(String user) {
		List<ApiToken> all = list(user);
		all.forEach((token) -> delete(user, token.id()));
		return all.size();
	}

	private static SortedSet<Scope> scopes(Row row) {
		return row.getSet("scopes", String.class)
			.stream()
			.map(Scope::parse)
			.collect(Collectors.toCollection(TreeSet::new));
	}

}
