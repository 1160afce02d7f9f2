package io.ancho.worker.queue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.ancho.events.Chunk;
import io.ancho.events.ChunkCompleted;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the process of an executor ends.
 */
class ExecutorProcessIT {

	private static final String SLOW = """
			import ancho, time

			@ancho.model
			def f(rng, start):
			    print("computing", flush=True)
			    time.sleep(1.5)
			    return {"x": rng.random()}
			""";

	private Laboratory laboratory;

	@BeforeEach
	void open() throws Exception {
		this.laboratory = new Laboratory();
	}

	@AfterEach
	void close() throws Exception {
		this.laboratory.close();
	}

	@Test
	void stopsWithinThreeSecondsAndPutsItsChunkBack() throws Exception {
		Process executor = this.laboratory.startProcess("stopped");
		startComputing();
		List<ProcessHandle> children = executor.descendants().toList();

		executor.destroy();

		assertThat(executor.waitFor(3, TimeUnit.SECONDS)).isTrue();
		assertThat(children).isNotEmpty();
		Awaitility.await()
			.atMost(Duration.ofSeconds(2))
			.untilAsserted(() -> assertThat(children).filteredOn(ProcessHandle::isAlive)
				.extracting(ProcessHandle::info)
				.isEmpty());
		this.laboratory.start("heir");
		assertThat(this.laboratory.await(ChunkCompleted.class).executor()).isEqualTo("heir");
	}

	@Test
	void exitsByItselfAfterItsRun() throws Exception {
		Process executor = this.laboratory.startProcess("dedicated",
				"ancho.executor.dedicated-to=" + this.laboratory.run);
		startComputing();

		this.laboratory.queue.end(this.laboratory.run);

		assertThat(executor.waitFor(15, TimeUnit.SECONDS)).isTrue();
		assertThat(executor.exitValue()).isZero();
	}

	@Test
	void manages64MibOfOutputsInBothLanesWithTheHeapItIsGiven() throws Exception {
		Process executor = this.laboratory.startProcess("large");
		Chunk.Model model = this.laboratory.models.add("""
				import ancho

				@ancho.model(batch=True)
				def f(rng, start, n):
				    return {"v": rng.random((n, 1024))}
				""");
		for (int i = 0; i < 6; i++) {
			this.laboratory.queue.put(this.laboratory.chunk(model, i * 8192L, 8192));
		}

		assertThat(this.laboratory.awaitSequences(6 * 8192)).hasSize(6);
		assertThat(executor.isAlive()).isTrue();
	}

	private void startComputing() throws Exception {
		Chunk.Model model = this.laboratory.models.add(SLOW);
		this.laboratory.queue.put(this.laboratory.chunk(model, 0, 2));
		Awaitility.await("the executor computes")
			.atMost(Duration.ofSeconds(60))
			.until(() -> this.laboratory.log().contains("computing"));
	}

}
