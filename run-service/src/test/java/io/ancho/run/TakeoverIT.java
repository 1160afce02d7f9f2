package io.ancho.run;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.ancho.events.Chunk;
import io.ancho.events.UserKeyspace;
import io.ancho.run.messaging.TopicProperties;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two instances as processes of their own, between them a real ZooKeeper with the usual
 * tick, and an executor that goes on whatever happens to them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TakeoverIT {

	private static final Logger log = LoggerFactory.getLogger(TakeoverIT.class);

	private static final long SEQUENCES = 3_000_000;

	private static final int TICK_MILLIS = 2000;

	/** Of a run's progress, whatever happens to one instance. */
	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	@SuppressWarnings("NullAway.Init")
	private Path folder;

	private final String kafka = Objects.requireNonNull(System.getProperty("ancho.test.kafka"));

	private final String cassandra = Objects.requireNonNull(System.getProperty("ancho.test.cassandra"));

	private final String suffix = UUID.randomUUID().toString().substring(0, 8);

	private final String user = "it" + this.suffix;

	private final TopicProperties topics = new TopicProperties(topic("runs"), topic("chunk-results"),
			topic("executors"), topic("summaries"), topic("dead-letters"), topic("pool-queue"), 1, 1, (short) 1);

	private final TestingServer zookeeper = new TestingServer(
			new InstanceSpec(null, -1, -1, -1, true, -1, TICK_MILLIS, -1), true);

	@SuppressWarnings("NullAway.Init")
	private TestIdentity identity;

	/** They start at once, on a Cassandra that has no tables of theirs. */
	@SuppressWarnings("NullAway.Init")
	private RunProcess first;

	@SuppressWarnings("NullAway.Init")
	private RunProcess second;

	@SuppressWarnings("NullAway.Init")
	private RunProcess leader;

	@SuppressWarnings("NullAway.Init")
	private RunProcess standby;

	@SuppressWarnings("NullAway.Init")
	private Executor executor;

	@SuppressWarnings("NullAway.Init")
	private String run;

	TakeoverIT() throws Exception {
	}

	private String topic(String name) {
		return "it.takeover-" + this.suffix + "." + name;
	}

	private String keyspace() {
		return "it_takeover_" + this.suffix;
	}

	@BeforeAll
	void start(@TempDir Path temporary) {
		this.folder = temporary;
		this.identity = new TestIdentity(this.folder);
		this.executor = new Executor(this.kafka, this.topics);
		this.first = another();
		this.second = another();
		this.leader = this.first;
		this.standby = this.second;
		await(() -> {
			assertThat(List.of(this.first, this.second)).allMatch(RunProcess::isAlive, "has not ended");
			return this.first.hasRole("leader") || this.second.hasRole("leader");
		});
	}

	private RunProcess another() {
		return new RunProcess(this.folder, this.identity, settings());
	}

	/** Whoever took over in the test before leads now, and somebody stands by. */
	@BeforeEach
	void begin() {
		if (!this.leader.hasRole("leader")) {
			RunProcess former = this.leader;
			this.leader = this.standby;
			this.standby = former.isAlive() ? former : another();
		}
		this.standby.awaitRole("standby");
		submit();
	}

	private void submit() {
		String model = this.leader.api(this.user).upload(TestArchives.model()).text("id");
		this.run = this.leader.api(this.user)
			.post("/api/v1/runs",
					"{\"model\": {\"id\": \"" + model + "\"}, \"sequences\": " + SEQUENCES
							+ ", \"executors\": {\"count\": 2}}")
			.text("id");
		work(() -> completed(this.leader) > SEQUENCES / 10);
	}

	private Map<String, String> settings() {
		Map<String, String> settings = new HashMap<>();
		settings.put("ANCHO_KAFKA", this.kafka);
		settings.put("ANCHO_CASSANDRA", this.cassandra);
		settings.put("ANCHO_IDENTITY_PUBLIC_KEY", TestIdentity.publicKey(this.folder).toString());
		settings.put("ANCHO_LINK_SECRET_FILE", TestIdentity.linkSecret(this.folder).toString());
		settings.put("ANCHO_RUN_ZOOKEEPER", "zk://" + this.zookeeper.getConnectString() + "/ancho/run");
		settings.put("ancho.cassandra.keyspace", keyspace());
		settings.put("ancho.group", topic("group"));
		settings.put("ancho.topics.runs", this.topics.runs());
		settings.put("ancho.topics.chunk-results", this.topics.chunkResults());
		settings.put("ancho.topics.executors", this.topics.executors());
		settings.put("ancho.topics.summaries", this.topics.summaries());
		settings.put("ancho.topics.dead-letters", this.topics.deadLetters());
		settings.put("ancho.topics.pool-queue", this.topics.poolQueue());
		return settings;
	}

	@AfterAll
	void stop() throws Exception {
		this.executor.close();
		this.standby.close();
		this.leader.close();
		this.zookeeper.close();
		try (CqlSession session = connect()) {
			for (String keyspace : List.of(keyspace(), UserKeyspace.of(this.user))) {
				session.execute(SimpleStatement.newInstance("DROP KEYSPACE IF EXISTS " + keyspace)
					.setTimeout(Duration.ofSeconds(60)));
			}
		}
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", this.kafka))) {
			admin
				.deleteTopics(
						Stream
							.of(this.topics.runs(), this.topics.chunkResults(), this.topics.executors(),
									this.topics.summaries(), this.topics.deadLetters(), this.topics.poolQueue())
							.toList())
				.all()
				.get();
		}
	}

	private CqlSession connect() {
		String[] address = this.cassandra.split(":");
		return CqlSession.builder()
			.addContactPoint(new InetSocketAddress(address[0], Integer.parseInt(address[1])))
			.withLocalDatacenter("datacenter1")
			.build();
	}

	@Test
	void standbyAnswersWhatItCanAndSaysThatItStandsBy() {
		ApiClient.Answer refused = this.standby.api(this.user).get("/api/v1/runs/" + this.run);
		assertThat(refused.status()).isEqualTo(503);
		assertThat(refused.text("type")).isEqualTo("urn:ancho:problem:standby");
		assertThat(refused.text("detail")).contains(this.leader.name());
		assertThat(this.standby.api(this.user).get("/api/v1/models").body().path("items").size()).isEqualTo(1);
	}

	@Test
	void leaderIsKilled() throws Exception {
		this.leader.signal("KILL");
		assertThat(pause()).isLessThan(LONGEST_PAUSE);
		assertThatTheRunEndsAsIfNothingHadHappened(this.standby);
	}

	@Test
	void leaderIsToldToEnd() throws Exception {
		this.leader.signal("TERM");
		assertThat(pause()).isLessThan(LONGEST_PAUSE);
		assertThatTheRunEndsAsIfNothingHadHappened(this.standby);
	}

	@Test
	void leaderIsStoppedForLongerThanItsSessionAndWakesUp() throws Exception {
		this.leader.signal("STOP");
		assertThat(pause()).isLessThan(LONGEST_PAUSE);
		long counted = completed(this.standby);
		this.leader.signal("CONT");
		this.leader.awaitRole("standby");
		work(() -> completed(this.standby) > counted);
		assertThat(this.leader.api(this.user).get("/api/v1/runs/" + this.run).status()).isEqualTo(503);
		assertThatTheRunEndsAsIfNothingHadHappened(this.standby);
	}

	/** As a former leader does that was stopped and wakes up. */
	@Test
	void leaderCountsOnThoughSomebodyTakesItsPlaceAmongTheReaders() throws Exception {
		Map<String, Object> settings = Map.of("bootstrap.servers", this.kafka, "group.id", topic("group"),
				"group.instance.id", "leader-0", "auto.offset.reset", "earliest");
		try (KafkaConsumer<String, byte[]> former = new KafkaConsumer<>(settings, new StringDeserializer(),
				new ByteArrayDeserializer())) {
			former.subscribe(List.of(this.topics.chunkResults()));
			await(() -> {
				former.poll(Duration.ofMillis(100));
				return !former.assignment().isEmpty();
			});
		}
		long before = completed(this.leader);
		work(() -> completed(this.leader) > before);
		assertThatTheRunEndsAsIfNothingHadHappened(this.leader);
	}

	private static void await(Callable<Boolean> condition) {
		ApiClient.await(PATIENCE, condition, (met) -> met);
	}

	@Test
	void twoThatStartAtOnceMakeTheTablesOnce() throws Exception {
		List<String> applied = new ArrayList<>();
		for (RunProcess instance : List.of(this.first, this.second)) {
			instance.log().lines().filter((line) -> line.contains(" : Applied ")).forEach(applied::add);
		}
		assertThat(applied.stream().filter((line) -> line.contains("keyspace " + keyspace())))
			.extracting((line) -> line.replaceAll(".* Applied (.*) to .*", "$1"))
			.containsExactly("001-models.cql", "002-runs.cql", "003-model-sources.cql", "004-deletions.cql",
					"005-checkpoints.cql", "006-limits.cql");
	}

	/** From now until the other instance has counted something new. */
	private Duration pause() {
		long begin = System.nanoTime();
		ApiClient.await(PATIENCE, () -> {
			workOnce();
			return completed(this.standby);
		}, (counted) -> counted >= 0);
		Duration leads = Duration.ofNanos(System.nanoTime() - begin);
		long before = completed(this.standby);
		work(() -> completed(this.standby) > before);
		Duration counts = Duration.ofNanos(System.nanoTime() - begin);
		log.info("The other instance leads after {} ms and has counted a chunk after {} ms", leads.toMillis(),
				counts.toMillis());
		return counts;
	}

	private void assertThatTheRunEndsAsIfNothingHadHappened(RunProcess instance) throws Exception {
		work(() -> state(instance).equals("SUMMARIZING"));
		JsonNode body = instance.api(this.user).get("/api/v1/runs/" + this.run).body();
		assertThat(body.path("progress").path("completed").asLong()).isEqualTo(SEQUENCES);
		assertThat(body.path("progress").path("failed").asLong()).isZero();
		JsonNode figures = body.path("statistics").path("outputs").path("x");
		assertThat(figures.path("mean").asDouble()).isEqualTo((SEQUENCES - 1) / 2.0);
		assertThat(figures.path("min").asDouble()).isZero();
		assertThat(figures.path("max").asDouble()).isEqualTo(SEQUENCES - 1.0);
		assertThat(storedRanges()).isEqualTo(SEQUENCES);
		this.executor.leave("ancho.chunks." + this.run);
	}

	/** The end of the stored chunks, each of which begins where the last has ended. */
	private long storedRanges() {
		TreeMap<Long, Integer> chunks = new TreeMap<>();
		try (CqlSession session = connect()) {
			for (Row row : session.execute("SELECT first_sequence, count, outcome FROM " + keyspace()
					+ ".chunks WHERE run = " + this.run + " AND bucket = 0")) {
				assertThat(row.getString("outcome")).isNotNull();
				chunks.put(row.getLong("first_sequence"), row.getInt("count"));
			}
		}
		long end = 0;
		for (Map.Entry<Long, Integer> chunk : chunks.entrySet()) {
			assertThat(chunk.getKey()).isEqualTo(end);
			end += chunk.getValue();
		}
		return end;
	}

	private void work(Callable<Boolean> until) {
		ApiClient.await(PATIENCE, () -> {
			workOnce();
			return until.call();
		}, (over) -> over);
	}

	private void workOnce() {
		Chunk chunk = this.executor.poll("ancho.chunks." + this.run);
		if (chunk != null) {
			this.executor.complete(chunk);
		}
	}

	/** How many sequences an instance has counted, or -1 if it does not lead. */
	private long completed(RunProcess instance) {
		try {
			ApiClient.Answer answer = instance.api(this.user).get("/api/v1/runs/" + this.run);
			return (answer.status() == 200) ? answer.body().path("progress").path("completed").asLong() : -1;
		}
		catch (UncheckedIOException ex) {
			return -1;
		}
	}

	private String state(RunProcess instance) {
		return instance.api(this.user).get("/api/v1/runs/" + this.run).text("state");
	}

}
