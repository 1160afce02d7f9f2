package io.ancho.worker.results;

import java.util.HashSet;
import java.util.List;
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
import io.ancho.worker.run.EndedRuns;
import io.ancho.worker.run.RecentRuns;
import io.ancho.worker.run.RunEndedException;
import org.springframework.stereotype.Component;

/**
 * Notes the outputs of a run before its first results are written, so that whoever
 * deletes the run finds all of them; and finds out whether somebody does. Deleting marks
 * the run first and reads the outputs then, this writes the outputs first and reads the
 * mark then: one of the two sees the other.
 */
@Component
class WrittenOutputs {

	/** A run has a thousand at most. */
	private static final int MAX_NAMES = 10_000;

	/** Rows of one partition, below the size of a batch that Cassandra refuses. */
	private static final int BATCH = 40;

	private final CqlSession session;

	private final EndedRuns endedRuns;

	private final RecentRuns<Set<String>> noted = new RecentRuns<>(MAX_NAMES);

	WrittenOutputs(CqlSession session, EndedRuns endedRuns) {
		this.session = session;
		this.endedRuns = endedRuns;
	}

	/**
	 * Notes outputs, unless that was done here before.
	 * @param statements the statements of the owner's keyspace
	 * @param run the run's id
	 * @param outputs the outputs that results are to be written of
	 * @throws io.ancho.worker.ImpedimentException if Cassandra calls them invalid
	 * @throws io.ancho.worker.InfrastructureException if Cassandra does not answer
	 * @throws RunEndedException if the run was deleted, which then counts as ended
	 */
	void note(Statements statements, String run, List<Output> outputs) {
		Set<String> names = outputs.stream().map(Output::name).collect(Collectors.toSet());
		Set<String> before = this.noted.of(run);
		if (before != null && before.containsAll(names)) {
			return;
		}
		try {
			for (int from = 0; from < outputs.size(); from += BATCH) {
				write(statements, run, outputs.subList(from, Math.min(outputs.size(), from + BATCH)));
			}
			check(statements, run, names);
		}
		catch (DriverException | IllegalStateException ex) {
			throw Refusals.of(ex, "cannot note the outputs of run " + run);
		}
		this.noted.put(run, names);
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
			throw new RunEndedException(run);
		}
	}

}
