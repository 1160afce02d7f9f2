package io.ancho.worker.queue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.ancho.events.Numerics;
import io.ancho.events.Chunk;
import io.ancho.events.ChunkCompleted;
import io.ancho.events.ChunkEvent;
import io.ancho.events.Target;
import io.ancho.worker.WorkerApplication;
import org.awaitility.Awaitility;
import org.springframework.boot.SpringApplication;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * A queue, a keyspace and a source of models of its own, and executors that use them.
 */
final class Laboratory implements AutoCloseable {

	/** An instance of run-service that is down. */
	private static final String NOBODY = "http://127.0.0.1:1";

	final TestQueue queue = new TestQueue();

	final ModelServer models = new ModelServer();

	final CqlSession session = TestStack.cassandra(TestStack.address("cassandra"));

	final String keyspace = TestStack.newKeyspace(this.session);

	String run = "run-" + TestStack.suffix();

	/** Of the chunks made from now on. */
	long maxFailures;

	/** Which the chunks made from now on ask for. */
	@Nullable String environment;

	final Path cache = Files.createTempDirectory("ancho-cache-");

	private final List<AutoCloseable> executors = new ArrayList<>();

	Laboratory() throws Exception {
	}

	/** Goes on with another run. */
	void newRun() {
		this.run = "run-" + TestStack.suffix();
	}

	/** What the run's models have printed so far. */
	String log() {
		return rows("logs").stream().map((row) -> row.getString("text")).collect(Collectors.joining());
	}

	/** The rows of a table whose partition is the run, or the run and bucket 0. */
	List<Row> rows(String table) {
		String bucket = table.equals("failures") ? " AND bucket = 0" : "";
		return this.session
			.execute(SimpleStatement
				.newInstance("SELECT * FROM " + this.keyspace + "." + table + " WHERE run = ?" + bucket, this.run))
			.all();
	}

	/** Starts an executor in this JVM. */
	ConfigurableApplicationContext start(String id, String... more) {
		String[] arguments = arguments(id, more).toArray(String[]::new);
		ConfigurableApplicationContext executor = SpringApplication.run(WorkerApplication.class, arguments);
		this.executors.add(executor);
		return executor;
	}

	/** Starts an executor in a JVM of its own. */
	Process startProcess(String id, String... more) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx192m",
						"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
						WorkerApplication.class.getName()));
		command.addAll(arguments(id, more));
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(this.cache.resolve(id + ".log").toFile())
			.start();
		this.executors.add(() -> {
			process.destroy();
			process.waitFor(5, TimeUnit.SECONDS);
			process.destroyForcibly();
		});
		return process;
	}

	private List<String> arguments(String id, String... more) {
		Stream<String> own = Stream.of("server.port=0", "ancho.executor.id=" + id,
				"ancho.executor.queue=" + this.queue.name(), "ancho.executor.grace=1s",
				"spring.kafka.bootstrap-servers=" + TestStack.address("kafka"),
				"spring.cassandra.contact-points=" + TestStack.address("cassandra"),
				"ancho.models.source=" + NOBODY + "," + this.models.url(), "ancho.models.cache=" + this.cache,
				"ancho.python.interpreter=" + TestStack.address("python"));
		return Stream.concat(own, Stream.of(more)).map((setting) -> "--" + setting).toList();
	}

	Chunk chunk(Chunk.Model model, long first, int count, Target... targets) {
		return chunk(model, Map.of(), first, count, Duration.ofSeconds(30), targets);
	}

	Chunk chunk(Chunk.Model model, Map<String, Object> start, long first, int count, Duration timeout,
			Target... targets) {
		return new Chunk(this.run, this.keyspace, model, start, 42, 1024, first, count, false, List.of(targets),
				timeout, this.maxFailures, Numerics.PORTABLE, this.environment);
	}

	/** Waits for the first event of the run of a type. */
	<T extends ChunkEvent> T await(Class<T> type) {
		return await(type, 1).get(0);
	}

	<T extends ChunkEvent> List<T> await(Class<T> type, int count) {
		return Awaitility.await(type.getSimpleName())
			.atMost(Duration.ofSeconds(60))
			.until(() -> this.queue.events(this.run, type), (events) -> events.size() >= count);
	}

	List<ChunkCompleted> awaitSequences(long count) {
		return Awaitility.await(count + " sequences")
			.atMost(Duration.ofSeconds(60))
			.until(() -> this.queue.events(this.run, ChunkCompleted.class),
					(events) -> events.stream().mapToLong(ChunkCompleted::count).sum() >= count);
	}

	static List<ProcessHandle> runners() {
		return ProcessHandle.current()
			.descendants()
			.filter((process) -> process.info().commandLine().orElse("").contains("ancho.runner"))
			.toList();
	}

	@Override
	public void close() throws Exception {
		for (AutoCloseable executor : this.executors) {
			executor.close();
		}
		this.models.close();
		this.queue.close();
		this.session.execute(SimpleStatement.newInstance("DROP KEYSPACE " + this.keyspace));
		this.session.close();
		FileSystemUtils.deleteRecursively(this.cache);
	}

}
