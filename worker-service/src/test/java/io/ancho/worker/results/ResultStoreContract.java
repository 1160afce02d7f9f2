package io.ancho.worker.results;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.ancho.events.Output;
import io.ancho.events.SequenceFailure;
import io.ancho.worker.ImpedimentException;
import io.ancho.worker.LoadedModels;
import io.ancho.worker.python.Runner;
import io.ancho.worker.python.Slice;
import io.ancho.worker.queue.TestStack;
import io.ancho.worker.run.EndedRuns;
import io.ancho.worker.run.RunEndedException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the result store promises, on whatever Cassandra a subclass names.
 */
abstract class ResultStoreContract {

	private CqlSession session;

	private String keyspace;

	private ResultStore store;

	private EndedRuns endedRuns;

	/**
	 * The Cassandra to use.
	 * @return host:port
	 */
	abstract String cassandra();

	@BeforeEach
	void open() {
		this.session = TestStack.cassandra(cassandra());
		this.keyspace = TestStack.newKeyspace(this.session);
		this.endedRuns = new EndedRuns();
		this.store = new ResultStore(this.session, new WrittenOutputs(this.session, this.endedRuns), this.endedRuns,
				new SimpleMeterRegistry());
	}

	@AfterEach
	void close() {
		this.session.execute(SimpleStatement.newInstance("DROP KEYSPACE " + this.keyspace));
		this.session.close();
	}

	@Test
	void notesTheOutputsOfARunBeforeItsResults() throws Exception {
		this.store.write(this.keyspace, "r", slice(0, 10, List.of()));

		List<String> noted = this.session
			.execute("SELECT output, width FROM " + this.keyspace + ".written_outputs WHERE run = 'r'")
			.map((row) -> row.getString("output") + " " + row.getInt("width"))
			.all();
		List<String> written = this.session
			.execute("SELECT DISTINCT run, output, bucket FROM " + this.keyspace + ".results")
			.map((row) -> row.getString("output"))
			.all();
		assertThat(noted).isNotEmpty();
		assertThat(noted.stream().map((line) -> line.split(" ")[0])).containsExactlyInAnyOrderElementsOf(written);
	}

	@Test
	void writesNothingOfARunThatIsMarkedAsDeleted() {
		this.session.execute("UPDATE " + this.keyspace + ".written_outputs SET deleted = true WHERE run = 'r'");

		checkNothingIsWritten();
	}

	@Test
	void writesNothingOfARunWhoseNotesAreDeletedForTimesToCome() {
		this.session.execute(
				"DELETE FROM " + this.keyspace + ".written_outputs USING TIMESTAMP 4000000000000000 WHERE run = 'r'");

		checkNothingIsWritten();
	}

	private void checkNothingIsWritten() {
		assertThatExceptionOfType(RunEndedException.class)
			.isThrownBy(() -> this.store.write(this.keyspace, "r", slice(0, 10, List.of())))
			.withMessage("run r has ended");
		assertThat(this.endedRuns.contains("r")).isTrue();
		assertThat(this.session.execute("SELECT * FROM " + this.keyspace + ".results").all()).isEmpty();
	}

	@Test
	void storesEveryOutputInRowsThatKeepToBucketsAndCells() throws Exception {
		Slice slice = slice(60_000, 12_000, List.of());

		this.store.write(this.keyspace, "r", slice);

		assertThat(results("x", 0)).extracting((row) -> row.getInt("count")).containsExactly(5_536);
		assertThat(results("x", 1)).extracting((row) -> row.getInt("count")).containsExactly(6_464);
		assertThat(results("v", 0)).extracting((row) -> row.getInt("count")).containsExactly(2_184, 2_184, 1_168);
		ByteBuffer values = results("v", 0).get(1).getByteBuffer("values").order(ByteOrder.LITTLE_ENDIAN);
		assertThat(values.getDouble()).isEqualTo(12_000 + 2_184 * 30);
	}

	@Test
	void storesTheSameOnceHoweverOften() throws Exception {
		Slice slice = slice(0, 10, List.of(new SequenceFailure(3, "ValueError", "no", null)));

		this.store.write(this.keyspace, "r", slice);
		this.store.write(this.keyspace, "r", slice);

		assertThat(results("x", 0)).hasSize(1);
		assertThat(this.session
			.execute(SimpleStatement.newInstance(
					"SELECT sequence, error_type FROM " + this.keyspace + ".failures WHERE run = 'r' AND bucket = 0"))
			.all()).singleElement().satisfies((row) -> {
				assertThat(row.getLong("sequence")).isEqualTo(3);
				assertThat(row.getString("error_type")).isEqualTo("ValueError");
			});
	}

	@Test
	void saysWhatCassandraWillNeverTakeIsAnImpediment() {
		assertThatExceptionOfType(ImpedimentException.class)
			.isThrownBy(() -> this.store.write("ancho_user_missing", "r", slice(0, 10, List.of())));
	}

	private List<Row> results(String output, int bucket) {
		return this.session.execute(SimpleStatement.newInstance(
				"SELECT * FROM " + this.keyspace + ".results WHERE run = 'r' AND output = ? AND bucket = ?", output,
				bucket))
			.all();
	}

	/** A scalar x and a vector v of 30 elements whose values count on. */
	private static Slice slice(long first, int count, List<SequenceFailure> failures) {
		ByteBuffer values = ByteBuffer.allocateDirect(count * 31 * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		for (int i = 0; i < count * 31; i++) {
			values.putDouble(i);
		}
		return new Slice(first, count, 0.1, List.of(new Output("x", null), new Output("v", 30)), failures,
				LoadedModels.PLAIN, values.flip(), false);
	}

}
