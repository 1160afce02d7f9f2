package io.ancho.scheduler.storage;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The terms of the instances that lead, numbered in their order. What is written in a
 * term carries timestamps that lie above those of all earlier terms, whatever the clocks
 * say, so that a leader that does not know yet that it was deposed overwrites nothing of
 * its successor's.
 */
@Component
public final class Terms {

	/** Above the timestamps, in microseconds, of whatever was written without terms. */
	private static final long FIRST = 1L << 52;

	/** How many writes there are to a term. */
	private static final long LENGTH = 1L << 38;

	private static final String NAME = "ancho";

	private final CqlSession session;

	private final PreparedStatement select;

	private final PreparedStatement insert;

	private final PreparedStatement update;

	private final PreparedStatement selectFramework;

	private final PreparedStatement updateFramework;

	private final AtomicLong timestamp = new AtomicLong(Long.MIN_VALUE);

	private volatile long current;

	Terms(CqlSession session, Keyspace keyspace) {
		this.session = session;
		String table = keyspace.table("terms");
		this.select = session.prepare("SELECT number FROM " + table + " WHERE name = ?");
		this.insert = session
			.prepare("INSERT INTO " + table + " (name, number, leader) VALUES (?, ?, ?) IF NOT EXISTS");
		this.update = session.prepare("UPDATE " + table + " SET number = ?, leader = ? WHERE name = ? IF number = ?");
		this.selectFramework = session.prepare("SELECT framework_id FROM " + table + " WHERE name = ?");
		this.updateFramework = session
			.prepare("UPDATE " + table + " SET framework_id = ? WHERE name = ? IF number = ?");
	}

	/**
	 * Begins a new term, which from now on is this instance's.
	 * @param leader this instance's name, for people
	 * @return the term's number, larger than all before
	 */
	public long begin(String leader) {
		while (true) {
			Long last = latest();
			long number = (last != null) ? last + 1 : 1;
			if (this.session.execute(claim(number, leader, last)).wasApplied()) {
				this.current = number;
				this.timestamp.set(FIRST + number * LENGTH);
				return number;
			}
		}
	}

	private @Nullable Long latest() {
		Row row = this.session.execute(this.select.bind(NAME)).one();
		return (row != null) ? row.getLong("number") : null;
	}

	/**
	 * Makes sure that this instance's term is the latest.
	 * @throws DeposedException if another instance has begun one
	 */
	public void confirm() {
		long number = this.current;
		if (!Long.valueOf(number).equals(latest())) {
			throw new DeposedException(number);
		}
	}

	private BoundStatement claim(long number, String leader, @Nullable Long last) {
		return (last == null) ? this.insert.bind(NAME, number, leader) : this.update.bind(number, leader, NAME, last);
	}

	/**
	 * The id by which Mesos knows this framework.
	 * @return what was stored in this term or before; empty if Mesos has given none yet
	 */
	public Optional<String> framework() {
		return Optional.ofNullable(this.session.execute(this.selectFramework.bind(NAME)).one())
			.map((row) -> row.getString("framework_id"));
	}

	/**
	 * Stores the id, unless another instance's term has begun: of two that subscribe for
	 * the first time only the later one goes on.
	 * @param frameworkId the id, or null to begin anew
	 * @throws DeposedException if it has
	 */
	public void storeFramework(@Nullable String frameworkId) {
		long number = this.current;
		if (!this.session.execute(this.updateFramework.bind(frameworkId, NAME, number)).wasApplied()) {
			throw new DeposedException(number);
		}
	}

	/**
	 * Performs a write of this instance's term.
	 * @param write a statement without conditions
	 */
	void execute(BoundStatement write) {
		this.session.execute(next(write));
	}

	/**
	 * Begins a write of this instance's term. Of two begun one after the other the later
	 * one holds, in whatever order they arrive.
	 * @param write a statement without conditions
	 * @return completes once it is stored
	 */
	CompletionStage<?> begin(BoundStatement write) {
		return this.session.executeAsync(next(write));
	}

	private BoundStatement next(BoundStatement write) {
		long now = this.timestamp.getAndIncrement();
		if (now < FIRST) {
			throw new IllegalStateException("only an instance that has led may write");
		}
		return write.setQueryTimestamp(now);
	}

}
