package io.ancho.worker.queue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.ancho.events.Chunk;
import io.ancho.events.ChunkCompleted;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Executors that take chunks from the same queue: each chunk is computed, by one of them.
 */
class SharedQueueIT {

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
	void sharesAQueueBetweenExecutors() throws Exception {
		this.laboratory.start("one");
		this.laboratory.start("two");
		Chunk.Model model = this.laboratory.models.add("""
				import ancho, time

				@ancho.model
				def f(rng, start):
				    time.sleep(0.02)
				    return {"x": rng.random()}
				""");
		for (int i = 0; i < 20; i++) {
			this.laboratory.queue.put(this.laboratory.chunk(model, i * 10, 10));
		}

		List<ChunkCompleted> done = this.laboratory.awaitSequences(200);

		assertThat(done.stream().map(ChunkCompleted::executor).collect(Collectors.toSet()))
			.containsExactlyInAnyOrder("one", "two");
		assertThat(done.stream().map(ChunkCompleted::first).sorted())
			.containsExactlyElementsOf(IntStream.range(0, 20).mapToObj((i) -> i * 10L).toList());
	}

	@Test
	void keepsTheLockOfAChunkThatTakesLongerThanTheLock() throws Exception {
		this.laboratory.start("one");
		this.laboratory.start("two");
		Chunk.Model model = this.laboratory.models.add("""
				import ancho, time

				@ancho.model
				def f(rng, start):
				    time.sleep(1)
				    return {"x": rng.random()}
				""");
		this.laboratory.queue.put(this.laboratory.chunk(model, 0, 9));

		this.laboratory.await(ChunkCompleted.class);
		Chunk.Model quick = this.laboratory.models.add("""
				import ancho

				@ancho.model
				def f(rng, start):
				    return {"x": rng.random()}
				""");
		this.laboratory.queue.put(new Chunk(this.laboratory.run + "-after", this.laboratory.keyspace, quick, Map.of(),
				42, 1024, 0, 1, false, List.of(), Duration.ofSeconds(30), 0, null, null));
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> !this.laboratory.queue.events(this.laboratory.run + "-after", ChunkCompleted.class).isEmpty());

		assertThat(this.laboratory.queue.events(this.laboratory.run, ChunkCompleted.class)).hasSize(1);
	}

	@Test
	void anExecutorIsOneMemberHoweverManySlotsItServes() throws Exception {
		this.laboratory.start("four", "ancho.executor.slots=4");
		Chunk.Model model = this.laboratory.models.add("""
				import ancho, time

				@ancho.model(starting_values={"seconds": 1.0})
				def f(rng, start):
				    time.sleep(start.seconds)
				    return {"x": rng.random()}
				""");
		this.laboratory.queue.put(this.laboratory.chunk(model, Map.of("seconds", 0.05), 0, 1, Duration.ofHours(1)));
		this.laboratory.awaitSequences(1);
		this.laboratory.newRun();
		String slow = this.laboratory.run;
		for (int i = 0; i < 3; i++) {
			this.laboratory.queue
				.put(this.laboratory.chunk(model, Map.of("seconds", 2.0), i * 7L, 7, Duration.ofHours(1)));
		}
		this.laboratory.newRun();
		for (int i = 0; i < 20; i++) {
			this.laboratory.queue.put(this.laboratory.chunk(model, Map.of("seconds", 0.05), i, 1, Duration.ofHours(1)));
		}

		assertThat(this.laboratory.awaitSequences(20)).extracting(ChunkCompleted::first).doesNotHaveDuplicates();
		assertThat(this.laboratory.queue.events(slow, ChunkCompleted.class)).as("held over several locks").isEmpty();
		assertThat(this.laboratory.queue.members()).isEqualTo(1);

		this.laboratory.run = slow;
		assertThat(this.laboratory.awaitSequences(21)).extracting(ChunkCompleted::first)
			.containsExactlyInAnyOrder(0L, 7L, 14L);
	}

	@Test
	void givesBackTheNextChunkIfTheOneBeforeTakesLongerThanUsual(@TempDir Path folder) throws Exception {
		this.laboratory.start("held-up", "ancho.python.sandbox=none");
		Chunk.Model model = this.laboratory.models.add("""
				import ancho, os, time

				@ancho.model(starting_values={"slow": ""})
				def f(rng, start):
				    slow = os.path.exists(start.slow)
				    print("slow" if slow else "quick", flush=True)
				    time.sleep(60 if slow else 0.3)
				    return {"x": rng.random()}
				""");
		Path slow = folder.resolve("slow");
		Map<String, Object> start = Map.of("slow", slow.toString());
		for (int i = 0; i < 6; i++) {
			this.laboratory.queue.put(this.laboratory.chunk(model, start, i, 1, Duration.ofHours(1)));
		}
		this.laboratory.awaitSequences(6);
		Files.createFile(slow);
		this.laboratory.queue.put(this.laboratory.chunk(model, start, 6, 1, Duration.ofHours(1)));
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> this.laboratory.log().contains("slow"));
		Files.delete(slow);
		this.laboratory.queue.put(this.laboratory.chunk(model, start, 7, 1, Duration.ofHours(1)));

		this.laboratory.start("idle", "ancho.python.sandbox=none");

		assertThat(this.laboratory.awaitSequences(7)).last()
			.returns(7L, ChunkCompleted::first)
			.returns("idle", ChunkCompleted::executor);
	}

	@Test
	void takesOverTheChunkOfAKilledExecutor() throws Exception {
		Chunk.Model model = this.laboratory.models.add("""
				import ancho, time

				@ancho.model
				def f(rng, start):
				    print("computing", flush=True)
				    time.sleep(2)
				    return {"x": rng.random()}
				""");
		Process doomed = this.laboratory.startProcess("doomed");
		this.laboratory.queue.put(this.laboratory.chunk(model, 0, 2));
		Awaitility.await("the doomed executor computes")
			.atMost(Duration.ofSeconds(60))
			.until(() -> doomed.descendants().findAny().isPresent() && this.laboratory.log().contains("computing"));
		List<ProcessHandle> orphans = doomed.descendants().toList();
		doomed.destroyForcibly().waitFor();

		this.laboratory.start("heir");

		assertThat(this.laboratory.await(ChunkCompleted.class).executor()).isEqualTo("heir");
		assertThat(orphans).isNotEmpty().noneMatch(ProcessHandle::isAlive);
	}

}
