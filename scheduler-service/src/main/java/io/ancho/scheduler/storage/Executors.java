package io.ancho.scheduler.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.ancho.scheduler.core.Executor;
import io.ancho.scheduler.core.RunId;
import io.ancho.scheduler.core.TaskId;

import org.springframework.stereotype.Component;

/**
 * The executors not known to have ended.
 */
@Component
public final class Executors {

	private final CqlSession session;

	private final Terms terms;

	private final PreparedStatement selectAll;

	private final PreparedStatement insert;

	private final PreparedStatement delete;

	Executors(CqlSession session, Keyspace keyspace, Terms terms) {
		this.session = session;
		this.terms = terms;
		String table = keyspace.table("executors");
		this.selectAll = session.prepare("SELECT * FROM " + table);
		this.insert = session.prepare("INSERT INTO " + table + " (id, run, owner, agent_id, host, attributes, port,"
				+ " state, launched_at, since, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
		this.delete = session.prepare("DELETE FROM " + table + " WHERE id = ?");
	}

	public List<Executor> findAll() {
		List<Executor> executors = new ArrayList<>();
		for (Row row : this.session.execute(this.selectAll.bind())) {
			executors.add(executor(row));
		}
		return executors;
	}

	private static Executor executor(Row row) {
		Map<String, String> attributes = row.getMap("attributes", String.class, String.class);
		return new Executor(new TaskId(text(row, "id")), new RunId(text(row, "run")), text(row, "owner"),
				text(row, "agent_id"), text(row, "host"), (attributes != null) ? attributes : Map.of(),
				row.getInt("port"), Executor.State.valueOf(text(row, "state")), time(row, "launched_at"),
				time(row, "since"), row.getString("reason"));
	}

	private static String text(Row row, String column) {
		return Objects.requireNonNull(row.getString(column));
	}

	private static Instant time(Row row, String column) {
		return Objects.requireNonNull(row.getInstant(column));
	}

	/**
	 * Begins to store an executor.
	 * @param executor the executor
	 * @return completes once it is stored
	 */
	public CompletionStage<?> store(Executor executor) {
		return this.terms.begin(this.insert.bind(executor.id().value(), executor.run().value(), executor.owner(),
				executor.agentId(), executor.host(), executor.attributes(), executor.port(), executor.state().name(),
				executor.launchedAt(), executor.since(), executor.reason()));
	}

	/**
	 * Begins to forget an executor.
	 * @param executor the executor
	 * @return completes once it is forgotten
	 */
	public CompletionStage<?> forget(TaskId executor) {
		return this.terms.begin(this.delete.bind(executor.value()));
	}

}
