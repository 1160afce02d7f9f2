package io.ancho.run.submission;

import java.util.Objects;
import java.util.stream.Stream;

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
public class IdempotencyKeys {

	/** Whoever works on the same key waits; few others do. */
	private final Object[] locks = Stream.generate(Object::new).limit(64).toArray();

	private final CqlSession session;

	private final PreparedStatement claim;

	private final PreparedStatement noteKey;

	private final PreparedStatement keyOfRun;

	private final PreparedStatement release;

	private final PreparedStatement forgetKey;

	IdempotencyKeys(CqlSession session, Keyspace keyspace) {
		this.session = session;
		this.claim = session.prepare("INSERT INTO " + keyspace.table("idempotency_keys")
				+ " (owner, key, run, body) VALUES (?, ?, ?, ?) IF NOT EXISTS");
		String keysOfRuns = keyspace.table("keys_of_runs");
		this.noteKey = session.prepare("INSERT INTO " + keysOfRuns + " (run, key) VALUES (?, ?)");
		this.keyOfRun = session.prepare("SELECT key FROM " + keysOfRuns + " WHERE run = ?");
		this.release = session
			.prepare("DELETE FROM " + keyspace.table("idempotency_keys") + " WHERE owner = ? AND key = ? IF run = ?");
		this.forgetKey = session.prepare("DELETE FROM " + keysOfRuns + " WHERE run = ?");
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
	 * What is locked while somebody works on a key.
	 * @param key the key
	 * @return a lock that keys may share
	 */
	Object lock(String key) {
		return this.locks[Math.floorMod(key.hashCode(), this.locks.length)];
	}

	/**
	 * Notes which key a run is about to be submitted with, so that it goes with the run.
	 * @param run the run
	 * @param key its key
	 */
	void note(RunId run, String key) {
		this.session.execute(this.noteKey.bind(run.value(), key));
	}

	/**
	 * Makes a run's key free again, if it had one, together with what makes the run
	 * unfindable: nobody submits the run anew in between. Safe to repeat.
	 * @param owner the user
	 * @param run the run
	 * @param removal takes the run away
	 */
	public void release(String owner, RunId run, Runnable removal) {
		Row row = this.session.execute(this.keyOfRun.bind(run.value())).one();
		String key = (row != null) ? row.getString("key") : null;
		if (key == null) {
			removal.run();
			return;
		}
		synchronized (lock(key)) {
			this.session.execute(this.release.bind(owner, key, run.value()));
			removal.run();
		}
	}

	/**
	 * Forgets that a run had a key.
	 * @param run the run, deleted
	 */
	public void forget(RunId run) {
		this.session.execute(this.forgetKey.bind(run.value()));
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
