package io.ancho.worker.queue;

import java.util.concurrent.CountDownLatch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.ancho.events.ChunkImpeded;
import io.ancho.events.Chunk;
import io.ancho.events.ChunkCompleted;
import io.ancho.events.ChunkFailed;
import io.ancho.events.ChunkFailed.Cause;
import io.ancho.events.EnvironmentPreparing;
import io.ancho.events.Target;
import io.ancho.events.Topics;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an executor makes of trouble: it charges to the model what is the model's doing,
 * and nothing else.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExecutorFaultsIT {

	private Laboratory laboratory;

	@BeforeAll
	void open() throws Exception {
		this.laboratory = new Laboratory();
		this.laboratory.start("x", "ancho.python.slice=1s");
	}

	@AfterAll
	void close() throws Exception {
		this.laboratory.close();
	}

	@BeforeEach
	void newRun() {
		this.laboratory.newRun();
	}

	@Test
	void storesASequenceThatRaisesAsFailed() throws Exception {
		put("""
				n = int(rng.integers(0, 2))
				if start.bad and n == 0:
				    raise ValueError("unlucky")
				return {"x": 1.0}
				""", 100, new Target("never", "x", "!=", 1.0));

		ChunkCompleted done = this.laboratory.await(ChunkCompleted.class);

		assertThat(done.count()).isEqualTo(100);
		assertThat(done.failed()).isBetween(20L, 80L);
		assertThat(this.laboratory.rows("failures")).hasSize((int) done.failed())
			.allMatch((row) -> "ValueError".equals(row.getString("error_type")))
			.allMatch((row) -> "unlucky".equals(row.getString("message")));
		assertThat(Objects.requireNonNull(done.firstFailure()).traceback()).contains("raise ValueError");
		assertThat(Objects.requireNonNull(done.moments().get("x")).count()).isEqualTo(100 - done.failed());
		assertThat(done.hits()).containsEntry("never", 0L);
	}

	@Test
	void doesNotMistakeManySequencesForALongOne() throws Exception {
		put("import time; time.sleep(0.05); return {'x': 1}", 80);
		assertThat(this.laboratory.await(ChunkCompleted.class).count()).isEqualTo(80);
	}

	@Test
	void reportsATargetWithoutOutput() throws Exception {
		put("return {'x': 1, 'v': [1, 2]}", 10, new Target("t", "v[2]", ">", 0));
		assertFailed(Cause.OUTPUTS, "no output v[2]");
	}

	@Test
	void reportsAModelThatDoesNotLoad() throws Exception {
		this.laboratory.queue.put(this.laboratory.chunk(this.laboratory.models.add("import nothing_like_it"), 0, 10));
		assertFailed(Cause.MODEL, "nothing_like_it");
	}

	@Test
	void reportsRequirementsThatCannotBeInstalled() throws Exception {
		Chunk.Model model = this.laboratory.models
			.add(Map.of("model.py", "import ancho", "pip-requirements.txt", "--not-a-package\n"));
		this.laboratory.queue.put(this.laboratory.chunk(model, 0, 10));
		assertFailed(Cause.ENVIRONMENT, "pip-requirements.txt");
		assertThat(this.laboratory.queue.events(this.laboratory.run, EnvironmentPreparing.class)).hasSize(1);
	}

	@Test
	void doesNotChargeTheModelForAProcessThatSomebodyKills() throws Exception {
		put("import time; print('computing', flush=True); time.sleep(0.5); return {'x': 1}", 4);
		awaitLog("computing");
		Laboratory.runners().forEach(ProcessHandle::destroyForcibly);

		assertThat(this.laboratory.awaitSequences(4)).extracting(ChunkCompleted::failed).containsExactly(0L);
		assertThat(this.laboratory.queue.events(this.laboratory.run, ChunkFailed.class)).isEmpty();
	}

	@Test
	void handsBackAChunkWhoseModelIsNotThere() throws Exception {
		Chunk.Model model = this.laboratory.models.add("import ancho");
		this.laboratory.queue.put(this.laboratory
			.chunk(new Chunk.Model("sha256:" + "0".repeat(64), model.entrypoint(), "/internal/nothing"), 0, 10));
		ChunkImpeded impeded = this.laboratory.await(ChunkImpeded.class);
		assertThat(impeded.cause()).isEqualTo(Cause.MODEL);
		assertThat(impeded.message()).contains("not there", "404");
		assertThat(impeded.count()).isEqualTo(10);
	}

	@Test
	void handsBackAChunkThatHasNowhereToBeStored() throws Exception {
		Chunk.Model model = this.laboratory.models.add(source("return {'x': 1}"));
		Chunk chunk = this.laboratory.chunk(model, 0, 10);
		this.laboratory.queue.put(new Chunk(chunk.run(), "no_such_keyspace", model, chunk.startingValues(), 42, 1024, 0,
				10, false, List.of(), chunk.sequenceTimeout(), 0, null, null));
		ChunkImpeded impeded = this.laboratory.await(ChunkImpeded.class);
		assertThat(impeded.cause()).isEqualTo(Cause.STORAGE);
		assertThat(impeded.message()).contains("no_such_keyspace");
	}

	@Test
	void itsOneSlotComputesForOthersWhileAModelIsWaitedFor() throws Exception {
		Chunk.Model slow = this.laboratory.models.add(source("return {'slow': 1}"));
		CountDownLatch latch = this.laboratory.models.hold(slow);
		this.laboratory.queue.put(this.laboratory.chunk(slow, 0, 5));
		String waiting = this.laboratory.run;
		this.laboratory.newRun();
		put("return {'x': 1}", 5);
		assertThat(this.laboratory.awaitSequences(5)).hasSize(1);
		assertThat(this.laboratory.queue.events(waiting, ChunkCompleted.class)).isEmpty();

		this.laboratory.run = waiting;
		latch.countDown();
		assertThat(this.laboratory.awaitSequences(5)).hasSize(1);
	}

	@Test
	void failsTheRunWhoseOutputHasANameThatIsNoText() throws Exception {
		put("return {'a\\ud800': 1.0}", 5);
		ChunkFailed failed = this.laboratory.await(ChunkFailed.class);
		assertThat(failed.cause()).isIn(Cause.FAILURES, Cause.OUTPUTS);
		assertThat(failed.count()).isEqualTo(5);
	}

	@Test
	void storesAFailureWhoseMessageIsNoText() throws Exception {
		this.laboratory.maxFailures = 1;
		put("raise ValueError('unlucky \\ud800')", 1);
		ChunkCompleted done = this.laboratory.await(ChunkCompleted.class);
		assertThat(Objects.requireNonNull(done.firstFailure()).message()).startsWith("unlucky ");
		assertThat(this.laboratory.rows("failures")).hasSize(1);
		this.laboratory.maxFailures = 0;
	}

	@Test
	void putsAwayARecordThatIsNoChunk() {
		this.laboratory.queue.send(this.laboratory.queue.name(), this.laboratory.run,
				"{".getBytes(StandardCharsets.UTF_8));

		List<TestQueue.Letter> letters = Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> this.laboratory.queue.heard(this.laboratory.run), (heard) -> !heard.isEmpty());

		assertThat(letters).singleElement().satisfies((letter) -> {
			assertThat(letter.topic()).isEqualTo(Topics.DEAD_LETTERS);
			assertThat(letter.reason()).contains("not a Chunk");
		});
	}

	@Test
	void showsAModelNothingOfThePlatform() throws Exception {
		put("import os; return {'variables': sum(1 for name in os.environ if 'ANCHO' in name or 'PASSWORD' in name)}",
				1);
		ChunkCompleted done = this.laboratory.await(ChunkCompleted.class);
		assertThat(Objects.requireNonNull(done.moments().get("variables")).max()).isZero();
	}

	@Test
	void cutsALogAtItsCap() throws Exception {
		put("print('x' * 20_000, flush=True); return {'x': 1}", 100);
		this.laboratory.await(ChunkCompleted.class);
		awaitLog("is cut here");
		assertThat(this.laboratory.log()).hasSizeBetween(1 << 20, (1 << 20) + 100);
	}

	private void put(String body, int count, Target... targets) throws Exception {
		put(body, Duration.ofSeconds(1), count, targets);
	}

	private void put(String body, Duration timeout, int count, Target... targets) throws Exception {
		Chunk.Model model = this.laboratory.models.add(source(body));
		this.laboratory.queue.put(this.laboratory.chunk(model, Map.of(), 0, count, timeout, targets));
	}

	private static String source(String body) {
		return "import ancho\n\n@ancho.model(starting_values={'bad': True})\ndef f(rng, start):\n"
				+ body.strip().indent(4);
	}

	private void awaitLog(String text) {
		Awaitility.await(text).atMost(Duration.ofSeconds(30)).until(() -> this.laboratory.log().contains(text));
	}

	private void assertFailed(Cause cause, String message) {
		ChunkFailed failed = this.laboratory.await(ChunkFailed.class);
		assertThat(failed.cause()).isEqualTo(cause);
		assertThat(failed.message()).contains(message);
		assertThat(failed.count()).isEqualTo(10);
	}

}
