package io.ancho.worker.results;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.ancho.events.Output;
import io.ancho.worker.InfrastructureException;
import io.ancho.worker.run.EndedRuns;
import org.springframework.stereotype.Component;

/**
 * Notes the outputs of a run before its first results are written, so that whoever
 * deletes the run finds all of them; and finds out whether somebody does. Deleting marks
 * the run first and reads the outputs then, this writes the outputs first and reads the
 * mark then: one of the two sees the other.
 */
@Component
class WrittenOutputs {

	private static final int MAX_RUNS = 1000;

	/** Rows of one partition, below the size of a batch that Cassandra refuses. */
	private static final int BATCH = 50;

	private final CqlSession session;

	private final EndedRuns endedRuns;

	private final Map<String, Set<String>> noted = new LinkedHashMap<>() {
		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Set<String>> eldest) {
			return size() > MAX_RUNS;
		}
	};

	WrittenOutputs(CqlSession session, EndedRuns endedRuns) {
		this.session = session;
		this.endedRuns = endedRuns;
	}

	/**
	 * Notes outputs, unless that was done here before.
	 * @param statements the statements of the owner's keyspace
	 * @param run the run's id
	 * @param outputs the outputs that results are to be written of
	 * @throws InfrastructureException if Cassandra does not answer, or the run was
	 * deleted, which then counts as ended
	 */
	void note(Statements statements, String run, List<Output> outputs) {
		Set<String> names = outputs.stream().map(Output::name).collect(Collectors.toSet());
		if (isNoted(run, names)) {
			return;
		}
		try {
			for (int from = 0; from < outputs.size(); from += BATCH) {
				write(statements, run, outputs.subList(from, Math.min(outputs.size(), from + BATCH)));
			}
			check(statements, run, names);
		}
		catch (DriverException | IllegalStateException ex) {
			throw new InfrastructureException("cannot note the outputs of run " + run, ex);
		}
		synchronized (this.noted) {
			this.noted.put(run, names);
		}
	}

	private boolean isNoted(String run, Set<String> names) {
		synchronized (this.noted) {
			return this.noted.getOrDefault(run, Set.of()).containsAll(names);
		}
	}

	private void write(Statements statements, String run, List<Output> outputs) {
		List<BoundStatement> rows = outputs.stream()
			.map((output) -> statements.writtenOutput().bind(run, output.name(), output.width()))
			.toList();
		this.session.execute(BatchStatement.newInstance(BatchType.UNLOGGED).addAll(rows).setIdempotent(true));
	}

	/** What was written under a deleted run's key is deleted as it is written. */
	private void check(Statements statements, String run, Set<String> names) {
		Set<String> found = new HashSet<>();
		for (Row row : this.session.execute(statements.writtenOutputs().bind(run))) {
			if (!row.isNull("output") && !row.getBoolean("deleted")) {
				found.add(Objects.requireNonNull(row.getString("output")));
			}
		}
		if (!found.containsAll(names)) {
			this.endedRuns.add(run);
			throw new InfrastructureException("run " + run + " was deleted", null);
		}
	}

}
