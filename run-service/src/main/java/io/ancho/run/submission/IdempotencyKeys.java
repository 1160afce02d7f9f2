package io.ancho.run.submission;

import java.util.Objects;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import io.ancho.run.lifecycle.RunId;
import io.ancho.run.storage.Keyspace;

import org.springframework.stereotype.Component;

/**
 * Which run an {@code Idempotency-Key} stands for. Keys are forgotten after a week.
 */
@Component
class IdempotencyKeys {

	private final CqlSession session;

	private final PreparedStatement claim;

	IdempotencyKeys(CqlSession session, Keyspace keyspace) {
		this.session = session;
		this.claim = session.prepare("INSERT INTO " + keyspace.table("idempotency_keys")
				+ " (owner, key, run, body) VALUES (?, ?, ?, ?) IF NOT EXISTS");
	}

	/**
	 * What a key stands for.
	 *
	 * @param run the run's id, given before the run is stored
	 * @param body the digest of the request it was given with first
	 */
	record Claim(RunId run, String body) {
	}

	/**
	 * Makes a key stand for a run, unless it stands for another already.
	 * @param owner the user
	 * @param key the key
	 * @param claim what it is to stand for
	 * @return what it stands for
	 */
	Claim claim(String owner, String key, Claim claim) {
		ResultSet result = this.session.execute(this.claim.bind(owner, key, claim.run().value(), claim.body()));
		if (result.wasApplied()) {
			return claim;
		}
		Row row = Objects.requireNonNull(result.one());
		return new Claim(new RunId(Objects.requireNonNull(row.getUuid("run"))),
				Objects.requireNonNull(row.getString("body")));
	}

}
