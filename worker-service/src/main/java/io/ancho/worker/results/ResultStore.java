package io.ancho.worker.results;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Semaphore;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.ancho.events.Output;
import io.ancho.events.ResultLayout;
import io.ancho.events.SequenceFailure;
import io.ancho.worker.InfrastructureException;
import io.ancho.worker.python.Slice;
import io.ancho.worker.run.EndedRuns;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/**
 * Writes what was computed to the tables {@code results} and {@code failures}. Writing
 * the same again changes nothing.
 */
@Component
public class ResultStore {

	private static final int IN_FLIGHT = 8;

	private final CqlSession session;

	private final Statements.Cache statements;

	private final Semaphore inFlight = new Semaphore(IN_FLIGHT);

	private final WrittenOutputs writtenOutputs;

	private final EndedRuns endedRuns;

	private final Counter bytes;

	ResultStore(CqlSession session, WrittenOutputs writtenOutputs, EndedRuns endedRuns, MeterRegistry meters) {
		this.session = session;
		this.endedRuns = endedRuns;
		this.writtenOutputs = writtenOutputs;
		this.statements = new Statements.Cache(session);
		this.bytes = Counter.builder("ancho.results.stored").baseUnit("bytes").register(meters);
	}

	/**
	 * Stores a slice and returns once all of it is stored.
	 * @param keyspace the keyspace of the run's owner
	 * @param run the run's id
	 * @param slice what was computed
	 * @throws io.ancho.worker.ImpedimentException if Cassandra calls it invalid
	 * @throws InfrastructureException if Cassandra did not take all of it
	 * @throws io.ancho.worker.run.RunEndedException if the run ends meanwhile: then no
	 * more is written than what is under way
	 * @throws InterruptedException if the executor stops
	 */
	public void write(String keyspace, String run, Slice slice) throws InterruptedException {
		Statements prepared = this.statements.of(keyspace);
		this.writtenOutputs.note(prepared, run, slice.outputs());
		Writes writes = new Writes(this.session, this.inFlight, this.endedRuns, run);
		for (int i = 0; i < slice.outputs().size(); i++) {
			writeOutput(writes, prepared.result(), run, slice, i);
		}
		for (SequenceFailure failure : slice.failures()) {
			writes.submit(failure(prepared.failure(), run, failure));
		}
		writes.await();
		this.bytes.increment(slice.values().limit());
	}

	private static void writeOutput(Writes writes, PreparedStatement insert, String run, Slice slice, int index)
			throws InterruptedException {
		Output output = slice.outputs().get(index);
		int sequenceBytes = output.width() * Double.BYTES;
		ByteBuffer values = slice.values(index);
		List<Row> rows = Row.split(slice.first(), slice.count(), output.width());
		for (Row row : rows) {
			int from = (int) (row.first() - slice.first()) * sequenceBytes;
			ByteBuffer cell = values.slice(from, row.count() * sequenceBytes);
			writes.submit(insert.bind(run, output.name(), row.bucket(), row.first(), row.count(), cell));
		}
	}

	private static BoundStatement failure(PreparedStatement insert, String run, SequenceFailure failure) {
		return insert.bind(run, ResultLayout.failureBucket(failure.sequence()), failure.sequence(), failure.errorType(),
				failure.message(), failure.traceback());
	}

}
