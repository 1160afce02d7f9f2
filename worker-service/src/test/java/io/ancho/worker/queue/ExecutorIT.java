package io.ancho.worker.queue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.ancho.events.Chunk;
import io.ancho.events.ChunkCompleted;
import io.ancho.events.ChunkEvent;
import io.ancho.events.PartialMoments;
import io.ancho.events.Target;
import org.assertj.core.data.Offset;
import org.assertj.core.groups.Tuple;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Executors on real Kafka, Cassandra and Python: what they are for.
 */
class ExecutorIT {

	private static final String WALK = """
			import ancho

			@ancho.model(starting_values={"drift": 0.0})
			def f(rng, start):
			    path = rng.standard_normal(5).cumsum() + start.drift
			    return {"end": path[-1], "path": path}
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

	@ParameterizedTest
	@ValueSource(strings = { "none", "required" })
	void storesExactlyWhatPythonComputes(String sandbox) throws Exception {
		this.laboratory.start("x", "ancho.python.sandbox=" + sandbox);
		Chunk.Model model = this.laboratory.models.add(WALK);
		Map<String, Object> start = Map.of("drift", 0.25);
		this.laboratory.queue.put(this.laboratory.chunk(model, start, 0, 70_000, Duration.ofSeconds(30),
				new Target("up", "end", ">", 0), new Target("early", "path[0]", "<=", 0.25)));

		ChunkCompleted done = this.laboratory.awaitSequences(70_000).get(0);

		double[] ends = reference("end", 70_000);
		double[] paths = reference("path", 70_000);
		assertThat(stored("end", 1, 70_000)).isEqualTo(ends);
		assertThat(stored("path", 5, 70_000)).isEqualTo(paths);
		assertThat(done.failed()).isZero();
		assertThat(done.model().outputs()).extracting("name", "length")
			.containsExactly(Tuple.tuple("end", null), Tuple.tuple("path", 5));
		assertThat(done.hits()).containsEntry("up", Arrays.stream(ends).filter((x) -> x > 0).count())
			.containsEntry("early", IntStream.range(0, 70_000).filter((i) -> paths[5 * i] <= 0.25).count());
		PartialMoments moments = Objects.requireNonNull(done.moments().get("end"));
		assertThat(moments.mean()).isCloseTo(Arrays.stream(ends).average().orElseThrow(), Offset.offset(1e-12));
		assertThat(moments.max()).isEqualTo(Arrays.stream(ends).max().orElseThrow());
	}

	@Test
	void stopsAPilotAfterAboutHalfASecond() throws Exception {
		this.laboratory.start("x");
		Chunk.Model model = this.laboratory.models.add("""
				import ancho, time

				@ancho.model
				def f(rng, start):
				    time.sleep(0.01)
				    return {"x": rng.random()}
				""");
		Chunk whole = this.laboratory.chunk(model, 0, 100_000);
		this.laboratory.queue.put(new Chunk(whole.run(), whole.keyspace(), model, Map.of(), 42, 1024, 0, 100_000, true,
				List.of(), Duration.ofSeconds(30), 0, null, null));

		ChunkCompleted pilot = this.laboratory.await(ChunkCompleted.class);

		assertThat(pilot.count()).isBetween(5, 60);
		assertThat(pilot.seconds()).isBetween(0.3, 1.5);
	}

	@Test
	void endsTheProcessesOfACancelledRunWithinTwoSeconds() throws Exception {
		this.laboratory.start("x", "ancho.python.sandbox=none");
		Chunk.Model endless = this.laboratory.models.add("""
				import ancho, subprocess

				@ancho.model
				def f(rng, start):
				    print("computing", flush=True)
				    subprocess.run(["sleep", "3600"])
				    return {"x": 1}
				""");
		this.laboratory.queue.put(this.laboratory.chunk(endless, Map.of(), 0, 10, Duration.ofHours(1)));
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.laboratory.log().contains("computing"));
		List<ProcessHandle> runners = Laboratory.runners();
		List<ProcessHandle> processes = runners.stream()
			.flatMap((runner) -> Stream.concat(Stream.of(runner), runner.descendants()))
			.toList();
		assertThat(processes).hasSizeGreaterThan(1);

		this.laboratory.queue.end(this.laboratory.run);

		Awaitility.await()
			.atMost(Duration.ofSeconds(2))
			.untilAsserted(() -> assertThat(processes).filteredOn(ProcessHandle::isAlive)
				.extracting(ProcessHandle::info)
				// What has ended but was not collected by its new parent has no command.
				.filteredOn((info) -> info.command().isPresent())
				.isEmpty());
		String cancelled = this.laboratory.run;
		this.laboratory.newRun();
		this.laboratory.queue.put(this.laboratory.chunk(this.laboratory.models.add(WALK), 0, 10));
		this.laboratory.await(ChunkCompleted.class);
		assertThat(this.laboratory.queue.events(cancelled, ChunkEvent.class)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "required" })
	void endsWhatAModelLeavesBehindAndIsNotHeldUpByIt(String sandbox) throws Exception {
		this.laboratory.start("x", "ancho.python.sandbox=" + sandbox);
		Chunk.Model model = this.laboratory.models.add("""
				import ancho, os

				@ancho.model
				def f(rng, start):
				    if os.fork() == 0:
				        os.setsid()
				        os.fork() and os._exit(0)
				        os.execvp("sleep", ["sleep", "36134"])
				    if rng.random() > 0.9:
				        os.fork() and os._exit(3)
				        os.execvp("sleep", ["sleep", "36134"])
				    return {"x": 1}
				""");
		this.laboratory.maxFailures = 1;
		this.laboratory.queue.put(this.laboratory.chunk(model, 0, 20));

		assertThat(this.laboratory.awaitSequences(20).get(0).failed()).isEqualTo(1);
		assertThat(sleeping()).isGreaterThanOrEqualTo(12);

		this.laboratory.queue.end(this.laboratory.run);

		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> sleeping() == 0);
	}

	private static long sleeping() {
		return ProcessHandle.allProcesses()
			.filter((process) -> process.info().commandLine().orElse("").endsWith("sleep 36134"))
			.count();
	}

	private double[] stored(String output, int width, int count) {
		ByteBuffer all = ByteBuffer.allocate(count * width * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		long next = 0;
		for (int bucket = 0; next < count; bucket++) {
			for (Row row : this.laboratory.session.execute(SimpleStatement.newInstance(
					"SELECT first_sequence, count, values FROM " + this.laboratory.keyspace
							+ ".results WHERE run = ? AND output = ? AND bucket = ?",
					this.laboratory.run, output, bucket))) {
				assertThat(row.getLong("first_sequence")).isEqualTo(next);
				next += row.getInt("count");
				all.put(row.getByteBuffer("values"));
			}
		}
		double[] values = new double[count * width];
		all.flip().asDoubleBuffer().get(values);
		return values;
	}

	/** What the package gives without any service. */
	private double[] reference(String output, int count) throws Exception {
		Path folder = this.laboratory.cache.resolve("reference");
		Files.createDirectories(folder);
		Files.writeString(folder.resolve("model.py"), WALK);
		String script = "import ancho, model; ancho.simulate(model.f, sequences=%d, seed=42, starting_values={'drift': 0.25})['%s'].astype('<f8').tofile('%s')"
			.formatted(count, output, output);
		int status = new ProcessBuilder(TestStack.address("python"), "-c", script).directory(folder.toFile())
			.inheritIO()
			.start()
			.waitFor();
		assertThat(status).isZero();
		ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(folder.resolve(output))).order(ByteOrder.LITTLE_ENDIAN);
		double[] values = new double[bytes.remaining() / Double.BYTES];
		bytes.asDoubleBuffer().get(values);
		return values;
	}

}
