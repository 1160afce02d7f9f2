package io.ancho.run.lifecycle;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.ancho.events.ChunkCompleted.LoadedModel;
import io.ancho.events.ExecutorsChanged;
import io.ancho.events.Json;
import io.ancho.events.RunEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A run as a row of the table {@code runs}, and back. Documents within are in the events'
 * JSON.
 */
final class RunRows {

	static final String COLUMNS = "id, owner, definition, state, reason, created_at, started_at, ended_at, loaded, "
			+ "unpublished, snapshot";

	private RunRows() {
	}

	static BoundStatement bind(PreparedStatement insert, Run run, Snapshot snapshot) {
		return insert.bind(run.id().value(), run.owner(), json(run.definition()), run.state().name(), run.reason(),
				run.createdAt(), run.startedAt(), run.endedAt(), (run.loaded() != null) ? json(run.loaded()) : null,
				events(run.unpublished()), json(snapshot));
	}

	static StoredRun read(Row row) {
		Run run = new Run(new RunId(Objects.requireNonNull(row.getUuid("id"))), text(row, "owner"),
				read(text(row, "definition"), RunDefinition.class), RunState.valueOf(text(row, "state")),
				row.getString("reason"), Objects.requireNonNull(row.getInstant("created_at")),
				instant(row, "started_at"), instant(row, "ended_at"), optional(row, "loaded", LoadedModel.class),
				events(text(row, "unpublished")));
		return new StoredRun(run, read(text(row, "snapshot"), Snapshot.class),
				optional(row, "executors", ExecutorsChanged.class));
	}

	static String json(Object value) {
		return Json.mapper().writeValueAsString(value);
	}

	private static String events(List<RunEvent> events) {
		return Json.mapper()
			.writerFor(Json.mapper().getTypeFactory().constructCollectionType(List.class, RunEvent.class))
			.writeValueAsString(events);
	}

	private static List<RunEvent> events(String json) {
		return StreamSupport.stream(Json.mapper().readTree(json).spliterator(), false)
			.map((JsonNode node) -> Json.mapper().treeToValue(node, RunEvent.class))
			.toList();
	}

	private static <T> T read(String json, Class<T> type) {
		return Json.mapper().readValue(json, type);
	}

	private static <T> @Nullable T optional(Row row, String column, Class<T> type) {
		String json = row.getString(column);
		return (json != null) ? read(json, type) : null;
	}

	private static @Nullable Instant instant(Row row, String column) {
		return row.getInstant(column);
	}

	private static String text(Row row, String column) {
		return Objects.requireNonNull(row.getString(column), column);
	}

}
