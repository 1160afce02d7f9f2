package io.ancho.run.quota;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.ancho.events.Json;
import io.ancho.run.storage.Keyspace;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * How much each user may have. What operators have set is learnt from the identities that
 * the gateway signs, and stored for runs that go on when nobody asks.
 */
@Component
public class UserLimits {

	private final Map<String, OwnLimits> own = new ConcurrentHashMap<>();

	private final QuotaProperties everybody;

	private final CqlSession session;

	private final PreparedStatement save;

	private final PreparedStatement all;

	UserLimits(QuotaProperties everybody, CqlSession session, Keyspace keyspace) {
		this.everybody = everybody;
		this.session = session;
		String table = keyspace.table("user_limits");
		this.save = session.prepare("INSERT INTO " + table + " (owner, document) VALUES (?, ?)");
		this.all = session.prepare("SELECT owner, document FROM " + table);
	}

	/**
	 * The most that a user may have of something.
	 * @param owner the user
	 * @param quota of what
	 * @return the most, or null for any amount
	 */
	public @Nullable Long find(String owner, Quota quota) {
		Long set = own(owner).of(quota);
		return (set != null) ? set : this.everybody.of(quota);
	}

	/**
	 * A user's share of what all use.
	 * @param owner the user
	 * @return the share relative to that of others, more than 0
	 */
	public double weight(String owner) {
		return own(owner).weight();
	}

	private OwnLimits own(String owner) {
		return this.own.getOrDefault(owner, OwnLimits.NONE);
	}

	/** Takes up what is stored. */
	public void restore() {
		this.session.execute(this.all.bind())
			.forEach((row) -> this.own.put(Objects.requireNonNull(row.getString("owner")),
					Json.mapper().readValue(row.getString("document"), OwnLimits.class)));
	}

	/**
	 * Takes what an identity says, unless it is older than what is known: instances of
	 * the gateway learn of a change within seconds of each other.
	 * @param owner the user
	 * @param claim the claim, or null if it has none
	 */
	void learn(String owner, @Nullable Map<String, Object> claim) {
		if (claim == null) {
			return;
		}
		OwnLimits said = Json.mapper().convertValue(claim, OwnLimits.class);
		if (said.weight() > 0 && said.since() > own(owner).since()) {
			this.session.execute(this.save.bind(owner, Json.mapper().writeValueAsString(said)));
			this.own.merge(owner, said, (known, later) -> (later.since() > known.since()) ? later : known);
		}
	}

	/**
	 * Refuses what would be more than a user may have.
	 * @param owner the user
	 * @param quota of what
	 * @param used how much the user has
	 * @param more how much is asked for
	 * @throws QuotaExceededException if that is too much
	 */
	public void check(String owner, Quota quota, double used, double more) {
		Long limit = find(owner, quota);
		if (limit != null && used + more > limit) {
			throw new QuotaExceededException(quota, limit, Amount.of(used), Amount.of(more));
		}
	}

}
