package io.ancho.scheduler.storage;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.datastax.oss.driver.api.core.CqlSession;
import io.ancho.events.ExecutorSpec;
import io.ancho.scheduler.core.Executor;
import io.ancho.scheduler.core.Failures;
import io.ancho.scheduler.core.RunId;
import io.ancho.scheduler.core.TaskId;
import io.ancho.scheduler.core.WantedRun;
import io.ancho.scheduler.it.Cassandra;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A leader that was deposed and does not know it yet, such as one that was stopped for a
 * while, goes on writing after its successor has begun.
 */
class TermsIT {

	private static final RunId RUN = new RunId("r");

	private final CqlSession session = Cassandra.connect();

	private final StorageProperties properties = new StorageProperties(
			"ancho_scheduler_" + UUID.randomUUID().toString().substring(0, 8),
			"{'class': 'SimpleStrategy', 'replication_factor': 1}", "", "");

	private final Instance deposed = new Instance();

	private final Instance successor = new Instance();

	/** What an instance of the service writes with. */
	private final class Instance {

		private final Keyspace keyspace = new StorageConfiguration().keyspace(TermsIT.this.session,
				TermsIT.this.properties);

		private final Terms terms = new Terms(TermsIT.this.session, this.keyspace);

		private final Executors executors = new Executors(TermsIT.this.session, this.keyspace, this.terms);

		private final Runs runs = new Runs(TermsIT.this.session, this.keyspace, this.terms);

		void store(Executor executor) {
			this.executors.store(executor).toCompletableFuture().join();
		}

		void forget(Executor executor) {
			this.executors.forget(executor.id()).toCompletableFuture().join();
		}

		void store(WantedRun run) {
			this.runs.store(run).toCompletableFuture().join();
		}

	}

	@BeforeEach
	void begin() {
		assertThat(this.deposed.terms.begin("first")).isEqualTo(1);
	}

	@AfterEach
	void clean() {
		this.session.execute("DROP KEYSPACE IF EXISTS " + this.properties.keyspace());
		this.session.close();
	}

	private static Executor executor(Executor.State state) {
		return new Executor(new TaskId("ancho.r.1"), RUN, "alice", "agent", "host", Map.of(), 31000, state,
				Instant.EPOCH, Instant.EPOCH, null);
	}

	private static WantedRun run(int launched) {
		return new WantedRun(RUN, "alice", 1, "a run", "ancho.chunks.r",
				new ExecutorSpec(2, 1, 1024, 0, null, List.of()), Instant.EPOCH, 2, launched, Failures.NONE);
	}

	@Test
	void lateWriteOverwritesNothingOfTheSuccessors() {
		this.deposed.store(executor(Executor.State.LAUNCHING));
		assertThat(this.successor.terms.begin("second")).isEqualTo(2);
		this.successor.store(executor(Executor.State.RUNNING));
		this.successor.store(run(7));
		this.deposed.store(executor(Executor.State.UNREACHABLE));
		this.deposed.forget(executor(Executor.State.UNREACHABLE));
		this.deposed.store(run(1));
		assertThat(this.successor.executors.findAll()).extracting(Executor::state)
			.containsExactly(Executor.State.RUNNING);
		assertThat(this.successor.runs.findAll()).extracting(WantedRun::launched).containsExactly(7);
	}

	@Test
	void lateWriteRevivesNothingThatTheSuccessorHasForgotten() {
		this.deposed.store(executor(Executor.State.RUNNING));
		this.deposed.store(run(1));
		this.successor.terms.begin("second");
		this.successor.forget(executor(Executor.State.RUNNING));
		this.successor.runs.end(RUN);
		this.deposed.store(executor(Executor.State.RUNNING));
		this.deposed.store(run(2));
		assertThat(this.successor.executors.findAll()).isEmpty();
		assertThat(this.successor.runs.findAll()).isEmpty();
		assertThat(this.successor.runs.hasEnded(RUN)).isTrue();
	}

	@Test
	void deposedLeaderThatSubscribedForTheFirstTimeStoresNoFramework() {
		this.successor.terms.begin("second");
		assertThatExceptionOfType(DeposedException.class)
			.isThrownBy(() -> this.deposed.terms.storeFramework("the deposed leader's"));
		assertThat(this.successor.terms.framework()).isEmpty();
		this.successor.terms.storeFramework("the successor's");
		assertThat(this.deposed.terms.framework()).contains("the successor's");
	}

	@Test
	void leaderSeesThatAnotherHasBegunToLead() {
		this.deposed.terms.confirm();
		this.successor.terms.begin("second");
		this.successor.terms.confirm();
		assertThatExceptionOfType(DeposedException.class).isThrownBy(this.deposed.terms::confirm)
			.withMessageContaining("after term 1");
	}

	@Test
	void frameworkIsTheSameInLaterTerms() {
		this.deposed.terms.storeFramework("a framework");
		this.successor.terms.begin("second");
		assertThat(this.successor.terms.framework()).contains("a framework");
		this.successor.terms.storeFramework(null);
		assertThat(this.successor.terms.framework()).isEmpty();
	}

	@Test
	void whoHasNeverLedWritesNothing() {
		assertThatIllegalStateException().isThrownBy(() -> this.successor.store(run(1)));
	}

}
