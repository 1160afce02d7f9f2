package io.ancho.run.execution;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.ancho.events.PartialMoments;
import io.ancho.leadership.Lease;
import io.ancho.run.lifecycle.RunId;
import io.ancho.run.planning.CountedChunk;
import io.ancho.run.planning.Plan;
import io.ancho.run.planning.PlannedChunk;
import io.ancho.run.storage.Keyspace;
import io.ancho.schema.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Chunks in a real Cassandra: what a restart makes of them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChunkRowsIT {

	private static final int CHUNKS = 12_000;

	private static final long TOTAL = 10L * CHUNKS;

	private final Keyspace keyspace = new Keyspace(
			"it_chunks_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12));

	private final CqlSession session = session();

	private final ChunkRows rows;

	ChunkRowsIT() {
		new Schema(this.session, this.keyspace.name(), "{'class': 'SimpleStrategy', 'replication_factor': 1}",
				List.of("db/002-runs.cql", "db/005-checkpoints.cql"))
			.apply();
		this.rows = new ChunkRows(this.session, this.keyspace, Lease.unlimited());
	}

	private static CqlSession session() {
		String[] address = Objects.requireNonNull(System.getProperty("ancho.test.cassandra")).split(":");
		return CqlSession.builder()
			.addContactPoint(new InetSocketAddress(address[0], Integer.parseInt(address[1])))
			.withLocalDatacenter("datacenter1")
			.withConfigLoader(DriverConfigLoader.programmaticBuilder()
				.withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false)
				.withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(30))
				.build())
			.build();
	}

	private final RunId run = RunId.next();

	@BeforeAll
	void aRunThatMissesAFewOfItsChunks() {
		this.rows.plan(this.run, IntStream.range(0, CHUNKS).mapToObj(ChunkRowsIT::planned).toList());
		Map<Integer, CountedChunk> counted = new TreeMap<>();
		IntStream.range(0, CHUNKS)
			.filter((ordinal) -> ordinal != 10_500 && ordinal != 11_000)
			.forEach((ordinal) -> counted.put(ordinal, counted(ordinal)));
		this.rows.count(this.run, counted);
	}

	@AfterAll
	void close() {
		this.session.execute(
				SimpleStatement.newInstance("DROP KEYSPACE " + this.keyspace.name()).setTimeout(Duration.ofMinutes(1)));
		this.session.close();
	}

	@Test
	void aRestartReadsOnlyWhatCameAfterTheCheckpoint() {
		Plan whole = restored();
		assertThat(whole.progress(Instant.EPOCH).completed()).isEqualTo(TOTAL - 20);
		assertThat(whole.outstanding()).extracting(PlannedChunk::ordinal).containsExactly(10_500, 11_000);
		assertThat(whole.chunksOfPrefix()).isEqualTo(10_500);

		this.rows.checkpoint(this.run, whole.checkpoint().orElseThrow());
		this.session
			.execute("DELETE FROM " + this.keyspace.table("chunks") + " WHERE run = " + this.run + " AND bucket = 0");

		Plan shortened = restored();
		assertThat(shortened.progress(Instant.EPOCH).completed()).isEqualTo(TOTAL - 20);
		assertThat(shortened.outstanding()).isEqualTo(whole.outstanding());
		assertThat(shortened.statistics()).isEqualTo(whole.statistics());
	}

	@Test
	void nothingIsLeftOfARunThatIsDeleted() {
		RunId deleted = RunId.next();
		this.rows.plan(deleted, IntStream.range(0, CHUNKS).mapToObj(ChunkRowsIT::planned).toList());
		this.rows.count(deleted, Map.of(0, counted(0)));
		assertThat(restored(deleted).planned()).isEqualTo(CHUNKS);
		this.rows.delete(deleted, (System.currentTimeMillis() + 1000) * 1000);
		assertThat(restored(deleted).planned()).isZero();
	}

	@Test
	void whatWasStoredBehindAGapIsPlannedAnew() {
		RunId killed = RunId.next();
		this.rows.plan(killed, IntStream.range(0, CHUNKS).mapToObj(ChunkRowsIT::planned).toList());
		this.session.execute("DELETE FROM " + this.keyspace.table("chunks") + " WHERE run = " + killed
				+ " AND bucket = 0 AND first_sequence >= 1000 AND first_sequence < 3000");

		Plan plan = restored(killed);
		assertThat(plan.outstanding()).hasSize(100);
		assertThat(plan.plannedEnd()).isEqualTo(1000);

		PlannedChunk next = new PlannedChunk(100, 1000, 7, false);
		this.rows.plan(killed, List.of(next));
		assertThat(restored(killed).outstanding()).hasSize(101).contains(next);
	}

	@Test
	void nothingThatWasCountedIsLostBehindAGap() {
		RunId broken = RunId.next();
		this.rows.plan(broken, List.of(planned(0), planned(2)));
		this.rows.count(broken, Map.of(2, counted(2)));

		assertThatThrownBy(() -> restored(broken)).isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("has counted the chunk from 20");
		assertThatThrownBy(() -> restored(broken)).isInstanceOf(IllegalStateException.class);
	}

	private Plan restored() {
		return restored(this.run);
	}

	private Plan restored(RunId id) {
		Plan plan = new Plan(TOTAL, 1, Instant.EPOCH);
		this.rows.restore(id, plan);
		return plan;
	}

	private static PlannedChunk planned(int ordinal) {
		return new PlannedChunk(ordinal, 10L * ordinal, 10, ordinal == 0);
	}

	private static CountedChunk counted(int ordinal) {
		PartialMoments moments = new PartialMoments(10, 0, 0, 0, ordinal, 1, ordinal - 1, ordinal + 1);
		return new CountedChunk(10L * ordinal, 10, 2, 0, null, Map.of("x", moments), Map.of("t", 5L), Map.of("t", 10L));
	}

}
