package io.ancho.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.ancho.localstack.Part.Kind;

/**
 * The parts of the stack, in the order in which they are needed, with the variables that
 * {@code docs/architecture.md} fixes.
 */
final class Parts {

	/**
	 * Mesos never offers less, so that a small machine can try several executors as well.
	 */
	private static final int FEWEST_CPUS = 4;

	private static final long LEAST_MEMORY_MIB = 4096;

	private static final String LIVENESS_OF_MESOS = "/health";

	private static final String READINESS = "/actuator/health/readiness";

	private static final String IMPORT = "SPRING_CONFIG_IMPORT";

	private final Settings settings;

	private final Secrets secrets;

	private final Ports ports;

	Parts(Settings settings, Secrets secrets) {
		this.settings = settings;
		this.secrets = secrets;
		this.ports = settings.ports();
	}

	/**
	 * The parts that are wanted.
	 * @throws StackException if one has not been built
	 */
	List<Part> wanted() throws IOException {
		List<Part> parts = Stream
			.of(List.of(cassandra(), kafka()), mesos(), zookeeper(), List.of(gateway()), runServices(), schedulers(),
					List.of(stats(), worker()))
			.flatMap(List::stream)
			.filter((part) -> this.settings.wants(part.name()))
			.toList();
		String missing = parts.stream()
			.filter((part) -> Files.notExists(part.jar()))
			.map(Part::name)
			.collect(Collectors.joining(", "));
		if (!missing.isEmpty()) {
			throw new StackException("not built: " + missing + "; build with: mvn package -DskipTests");
		}
		return parts;
	}

	private Part cassandra() {
		return new Part("cassandra", Kind.MIDDLEWARE, this.ports.cassandra(),
				jar("local-stack/cassandra", "local-cassandra"), null, Jvm.hard("256m", "1g"),
				Map.of("CASSANDRA_DIR", this.settings.data("cassandra").toString(), "CASSANDRA_PORT",
						text(this.ports.cassandra()), "CASSANDRA_INTERNODE_PORT", text(this.ports.cassandraInternode()),
						"CASSANDRA_KEYS", this.secrets.roles().toString()),
				Readiness.port(this.ports.cassandra()), Set.of());
	}

	private Part kafka() {
		return new Part("kafka", Kind.MIDDLEWARE, this.ports.kafka(), jar("local-stack/kafka", "local-kafka"), null,
				Jvm.light("64m", "512m"),
				Map.of("KAFKA_DIR", this.settings.data("kafka").toString(), "KAFKA_PORT", text(this.ports.kafka()),
						"KAFKA_CONTROLLER_PORT", text(this.ports.kafkaController()), "KAFKA_KEYS",
						this.secrets.roles().toString()),
				Readiness.portAndFile(this.ports.kafka(), this.settings.data("kafka").resolve("acls.txt")), Set.of());
	}

	private List<Part> mesos() {
		return this.settings.hasMesosOfItsOwn() ? List.of() : List.of(standIn());
	}

	private Part standIn() {
		int cpus = Math.max(FEWEST_CPUS, Runtime.getRuntime().availableProcessors());
		long memory = Math.max(LEAST_MEMORY_MIB, Settings.machineMemoryMib() / 2);
		Map<String, String> environment = new HashMap<>(Map.of("MESOS_PORT", text(this.ports.mesos()), "MESOS_PORTS",
				this.ports.executors(), "MESOS_CPUS", text(cpus), "MESOS_MEM_MIB", String.valueOf(memory),
				"MESOS_WORK_DIR", this.settings.data("mesos").toString()));
		this.settings.agentTimeout().ifPresent((seconds) -> environment.put("MESOS_AGENT_TIMEOUT", seconds));
		return new Part("mesos", Kind.MIDDLEWARE, this.ports.mesos(), jar("local-stack/mesos", "local-mesos"),
				"io.ancho.localstack.mesos.MesosMain", Jvm.light("16m", "64m"), environment,
				Readiness.http(this.ports.mesos(), LIVENESS_OF_MESOS), Set.of());
	}

	/**
	 * Where several instances elect their leader; one alone needs none.
	 */
	private List<Part> zookeeper() {
		if (this.settings.schedulers() == 1 && this.settings.runServices() == 1) {
			return List.of();
		}
		int port = this.ports.zookeeper();
		return List.of(new Part("zookeeper", Kind.MIDDLEWARE, port, jar("local-stack/zookeeper", "local-zookeeper"),
				null, Jvm.light("16m", "64m"),
				Map.of("ZOOKEEPER_DIR", this.settings.data("zookeeper").toString(), "ZOOKEEPER_PORT", text(port)),
				Readiness.port(port), Set.of()));
	}

	private Part gateway() {
		return service("gateway", this.ports.gateway(), Set.of("cassandra"),
				Map.of("ANCHO_IDENTITY_PRIVATE_KEY", this.secrets.identityPrivateKey().toString(),
						"ANCHO_BOOTSTRAP_TOKEN_FILE", this.secrets.token().toString(), "ANCHO_RUN_URL", runUrls(),
						"ANCHO_STATS_URL", Ports.url(this.ports.stats()), "ANCHO_SCHEDULER_URL", schedulerUrls()));
	}

	/** Any instance answers. */
	private String schedulerUrls() {
		return urls(this.settings.schedulers(), this.ports::scheduler);
	}

	/** The leader answers. */
	private String runUrls() {
		return urls(this.settings.runServices(), this.ports::run);
	}

	private static String urls(int instances, IntUnaryOperator port) {
		return IntStream.rangeClosed(1, instances).map(port).mapToObj(Ports::url).collect(Collectors.joining(","));
	}

	private List<Part> runServices() {
		return IntStream.rangeClosed(1, this.settings.runServices()).mapToObj(this::run).toList();
	}

	private Part run(int number) {
		String name = instance("run", number);
		Map<String, String> environment = new HashMap<>(this.settings.sources());
		Set<String> needs = new HashSet<>(Set.of("cassandra", "kafka"));
		environment.put("ANCHO_LINK_SECRET_FILE", this.secrets.linkSecret().toString());
		if (this.settings.runServices() > 1) {
			environment.put("ANCHO_RUN_NAME", name);
			environment.put("ANCHO_RUN_ZOOKEEPER", "zk://127.0.0.1:" + this.ports.zookeeper() + "/ancho-run");
			needs.add("zookeeper");
		}
		return service(name, "run", this.ports.run(number), needs, environment);
	}

	private List<Part> schedulers() throws IOException {
		List<Part> schedulers = new ArrayList<>();
		for (int number = 1; number <= this.settings.schedulers(); number++) {
			schedulers.add(scheduler(number, instance("scheduler", number)));
		}
		return schedulers;
	}

	private static String instance(String program, int number) {
		return (number == 1) ? program : program + "-" + number;
	}

	private Part scheduler(int number, String name) throws IOException {
		Map<String, String> environment = new HashMap<>(executorEnvironment());
		environment.put("ANCHO_MESOS", Ports.url(this.ports.mesos()));
		environment.put("ANCHO_EXECUTOR_COMMAND", executorCommand());
		environment.put("ANCHO_EXECUTOR_ENVIRONMENT", String.join(",", executorEnvironment().keySet()));
		// A laptop that is busy with other things is slow to answer; a process that has
		// ended is noticed anyway.
		environment.put("ANCHO_EXECUTOR_HEALTH_PATH", "");
		Set<String> needs = new HashSet<>(Set.of("cassandra", "kafka"));
		if (this.settings.hasMesosOfItsOwn()) {
			// Executors share models and environments with the pool, so they are this
			// user's.
			environment.put("ANCHO_MESOS_USER", System.getProperty("user.name"));
		}
		else {
			needs.add("mesos");
		}
		if (this.settings.schedulers() > 1) {
			environment.put("ANCHO_SCHEDULER_NAME", name);
			environment.put("ANCHO_SCHEDULER_ZOOKEEPER", "zk://127.0.0.1:" + this.ports.zookeeper() + "/ancho");
			needs.add("zookeeper");
		}
		environment.putAll(this.settings.framework());
		return service(name, "scheduler", this.ports.scheduler(number), needs, environment);
	}

	private Part stats() {
		return service("stats", this.ports.stats(), Set.of("cassandra", "kafka"),
				Map.of("ANCHO_RUN_URL", runUrls(), "ANCHO_SPARK_CLASSPATH",
						this.settings.repository().resolve("stats-jobs/target/app").toString(), "ANCHO_SPARK_MASTER",
						"local[2]", "ANCHO_SPARK_MEMORY", "1g"));
	}

	/**
	 * The warm pool: one executor, so that a small run starts at once, with a slot for
	 * each core.
	 */
	private Part worker() {
		Map<String, String> environment = new HashMap<>(executorEnvironment());
		environment.putAll(address(this.ports.worker()));
		environment.put(IMPORT, credentials("worker"));
		PoolSize pool = this.settings.pool();
		environment.putAll(Map.of("ANCHO_EXECUTOR_ID", "pool-1", "ANCHO_QUEUE", "ancho.chunks.pool", "ANCHO_SLOTS",
				text(pool.slots()), "ANCHO_MEM_MIB", text(pool.memoryMib())));
		String heap = (192 + 64 * pool.slots()) + "m";
		return new Part("worker", Kind.EXECUTOR, this.ports.worker(), executorJar(), null, Jvm.light("32m", heap),
				environment, Readiness.http(this.ports.worker(), READINESS), Set.of("cassandra", "kafka"));
	}

	private Part service(String name, int port, Set<String> needs, Map<String, String> own) {
		return service(name, name, port, needs, own);
	}

	private Part service(String name, String program, int port, Set<String> needs, Map<String, String> own) {
		Map<String, String> environment = new HashMap<>(common());
		environment.putAll(address(port));
		environment.put(IMPORT, credentials(program));
		environment.put("ANCHO_IDENTITY_PUBLIC_KEY", this.secrets.identityPublicKey().toString());
		environment.putAll(own);
		return new Part(name, Kind.SERVICE, port, jar(program + "-service", program + "-service"), null,
				Jvm.light("32m", "256m"), environment, Readiness.http(port, READINESS), needs);
	}

	private Map<String, String> executorEnvironment() {
		Map<String, String> environment = new HashMap<>(common());
		environment.putAll(this.settings.network());
		environment.put("ANCHO_RUN_URL", runUrls());
		environment.put("ANCHO_PYTHON", this.settings.python().toString());
		environment.put("ANCHO_SANDBOX", this.settings.sandbox());
		environment.put("ANCHO_CACHE", this.settings.home().resolve("cache").toString());
		return environment;
	}

	/**
	 * What a service logs in to the middleware with, as on a cluster: files, since a
	 * process's variables are seen by many.
	 */
	private String credentials(String role) {
		return "configtree:" + this.secrets.role(role) + "/";
	}

	private Map<String, String> common() {
		Map<String, String> environment = new HashMap<>(this.settings.telemetry());
		environment.put("ANCHO_KAFKA", "127.0.0.1:" + this.ports.kafka());
		environment.put("ANCHO_CASSANDRA", "127.0.0.1:" + this.ports.cassandra());
		return environment;
	}

	private static Map<String, String> address(int port) {
		return Map.of("SERVER_ADDRESS", "127.0.0.1", "SERVER_PORT", text(port));
	}

	/**
	 * A shell command, because an executor's memory grows with its slots: each has two
	 * lanes that hold a chunk of at most 64 MiB outside the heap. What it leaves behind
	 * if it is killed is in its sandbox, and goes with that.
	 */
	private String executorCommand() throws IOException {
		List<String> words = new ArrayList<>(
				List.of("env", IMPORT + "=" + credentials("worker"), Jvm.java().toString()));
		words.addAll(new ClassArchive(executorJar(), "executor").use());
		words.addAll(Jvm.light("32m", "$((192 + 64 * ANCHO_SLOTS))m"));
		words.add("-Djava.io.tmpdir=$MESOS_SANDBOX");
		words.add("-XX:MaxDirectMemorySize=$((64 + 128 * ANCHO_SLOTS))m");
		words.addAll(List.of("-jar", executorJar().toString()));
		return words.stream().map(Parts::quoted).collect(Collectors.joining(" ", "exec ", ""));
	}

	private static String quoted(String word) {
		return word.contains("$") ? '"' + word + '"' : "'" + word.replace("'", "'\\''") + "'";
	}

	private Path executorJar() {
		return jar("worker-service", "worker-service");
	}

	private Path jar(String module, String name) {
		return this.settings.repository().resolve(module).resolve("target/app").resolve(name + ".jar");
	}

	private static String text(int number) {
		return String.valueOf(number);
	}

}
