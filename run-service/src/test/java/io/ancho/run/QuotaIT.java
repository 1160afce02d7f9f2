package io.ancho.run;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.ancho.events.Chunk;
import io.ancho.run.ApiClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Users are held to their quotas, and share the pool.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuotaIT {

	private TestStack stack;

	private Executor executor;

	private int users;

	@BeforeAll
	void start(@TempDir Path folder) {
		this.stack = new TestStack(folder, Map.of("ANCHO_QUOTA_RUNS", 30, "ANCHO_IMAGES_ALLOWED", "my/*"));
		this.executor = this.stack.executor();
	}

	@AfterAll
	void stop() {
		this.executor.close();
		this.stack.close();
	}

	/** A user of its own for each test. */
	private String name() {
		return this.stack.user + "q" + ++this.users;
	}

	private ApiClient limited(String user, Map<String, Long> quota) {
		return this.stack.limited(user, quota, 1, System.currentTimeMillis());
	}

	private static String body(String model, long sequences, String more) {
		return "{\"model\": {\"id\": \"%s\"}, \"sequences\": %d%s}".formatted(model, sequences, more);
	}

	private static String model(ApiClient api) {
		return api.upload(TestArchives.model()).text("id");
	}

	private static JsonNode quota(ApiClient api, String name) {
		return api.get("/api/v1/quota").body().get(name);
	}

	@Test
	void aRefusalNamesTheQuotaWhatIsUsedWhatIsLeftAndWhatToDo() {
		ApiClient api = limited(name(), Map.of("runs", 1L));
		String model = model(api);
		String first = api.post("/api/v1/runs", body(model, 10, "")).text("id");
		Answer refused = api.post("/api/v1/runs", body(model, 10, ""));
		assertThat(refused.status()).isEqualTo(403);
		assertThat(refused.text("type")).isEqualTo("urn:ancho:problem:quota-exceeded");
		assertThat(refused.text("detail")).isEqualTo("quota runs: you may have 1 runs that are not over, have 1 and "
				+ "asked for 1 more, where 0 are left; wait until one of your runs is over, or cancel one,"
				+ " or ask an operator for more");
		assertThat(refused.body().get("quota").toString()).contains("\"name\":\"runs\"", "\"limit\":1", "\"used\":1",
				"\"asked\":1", "\"left\":0");
		assertThat(quota(api, "runs").toString()).isEqualTo("{\"limit\":1,\"used\":1,\"left\":0}");

		api.post("/api/v1/runs/" + first + "/cancel", "");
		assertThat(api.post("/api/v1/runs", body(model, 10, "")).status()).isEqualTo(201);
	}

	@Test
	void whatIsConfiguredHoldsForWhomeverNothingElseIsSet() {
		String user = name();
		assertThat(quota(this.stack.api(user), "runs").get("limit").asInt()).isEqualTo(30);
		assertThat(quota(this.stack.api(user), "values").get("limit").isNull()).isTrue();
		limited(user, Map.of("runs", 7L)).get("/api/v1/runs");
		assertThat(quota(this.stack.api(user), "runs").get("limit").asInt()).as("learnt").isEqualTo(7);
		this.stack.limited(user, Map.of("runs", 3L), 1, 1).get("/api/v1/runs");
		assertThat(quota(this.stack.api(user), "runs").get("limit").asInt()).as("not by older news").isEqualTo(7);
	}

	@Test
	void sequencesExecutorsAndBytesAreCountedFromTheSubmissionOn() {
		ApiClient api = limited(name(), Map.of("values", 1000L, "executors", 2L, "stored_bytes", 4000L));
		String model = model(api);
		assertThat(detail(api, body(model, 1001, ""))).startsWith("quota values: ");
		assertThat(detail(api, body(model, 1, ", \"executors\": {\"count\": 3}"))).startsWith("quota executors: ");
		assertThat(detail(api, body(model, 501, ""))).startsWith("quota stored_bytes: ");
		assertThat(api.post("/api/v1/runs", body(model, 400, ", \"executors\": {\"count\": 2}")).status())
			.isEqualTo(201);
		assertThat(quota(api, "values").get("left").asLong()).isEqualTo(600);
		assertThat(quota(api, "executors").get("left").asLong()).isZero();
		assertThat(detail(api, body(model, 101, ""))).startsWith("quota stored_bytes: ");
		assertThat(detail(api, body(model, 1, ", \"executors\": {\"count\": 1}"))).startsWith("quota executors: ");
	}

	private static String detail(ApiClient api, String body) {
		return api.post("/api/v1/runs", body).text("detail");
	}

	@Test
	void resultsCountAfterTheRunUntilItIsDeleted() {
		ApiClient api = limited(name(), Map.of("stored_bytes", 100L));
		String model = model(api);
		String run = api.post("/api/v1/runs", body(model, 10, "")).text("id");
		completeAll(run);
		api.await(run, (seen) -> seen.get("state").asString().equals("SUMMARIZING"));
		assertThat(quota(api, "stored_bytes").toString()).isEqualTo("{\"limit\":100,\"used\":80,\"left\":20}");
		assertThat(detail(api, body(model, 3, ""))).startsWith("quota stored_bytes: ");
		api.delete("/api/v1/runs/" + run);
		assertThat(quota(api, "stored_bytes").get("used").asLong()).isZero();
	}

	private void completeAll(String run) {
		String queue = this.stack.topics().poolQueue();
		for (Chunk chunk = this.executor.take(queue); true; chunk = this.executor.take(queue)) {
			this.executor.complete(chunk);
			if (chunk.run().equals(run)) {
				return;
			}
		}
	}

	@Test
	void modelsAreCountedOnce() {
		ApiClient api = limited(name(), Map.of("model_bytes", 1L));
		Answer refused = api.upload(TestArchives.model());
		assertThat(refused.status()).isEqualTo(403);
		assertThat(refused.text("detail")).startsWith("quota model_bytes: ");
		String user = name();
		ApiClient roomy = limited(user, Map.of());
		assertThat(roomy.upload(TestArchives.model()).status()).isEqualTo(201);
		long used = quota(roomy, "model_bytes").get("used").asLong();
		assertThat(used).isPositive();
		assertThat(limited(user, Map.of("model_bytes", used)).upload(TestArchives.model()).status())
			.as("the same again")
			.isEqualTo(200);
	}

	@Test
	void ofManySubmissionsAtOnceNoMoreAreAcceptedThanOneAfterTheOther() throws Exception {
		ApiClient api = limited(name(), Map.of("runs", 5L));
		String model = model(api);
		ExecutorService clients = Executors.newFixedThreadPool(16);
		try {
			List<Callable<Integer>> submissions = Stream
				.<Callable<Integer>>generate(() -> () -> api.post("/api/v1/runs", body(model, 10, "")).status())
				.limit(40)
				.toList();
			Map<Integer, Integer> statuses = new HashMap<>();
			for (var status : clients.invokeAll(submissions)) {
				statuses.merge(status.get(), 1, Integer::sum);
			}
			assertThat(statuses).isEqualTo(Map.of(201, 5, 403, 35));
		}
		finally {
			clients.shutdown();
		}
	}

	@Test
	void anImageThatMayNotBeNamedIsRefusedWithWords() {
		ApiClient api = this.stack.api(name());
		String model = model(api);
		Answer refused = api.post("/api/v1/runs", body(model, 1, ", \"executors\": {\"image\": \"evil/x\"}"));
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.body().at("/errors/0/field").asString()).isEqualTo("executors.image");
		assertThat(api.post("/api/v1/runs", body(model, 1, ", \"executors\": {\"image\": \"my/x\"}")).status())
			.isEqualTo(201);
	}

	@Test
	void anotherUsersTenSequencesComeBeforeTheRunsThatWereThere() {
		ApiClient greedy = this.stack.api(name());
		String model = model(greedy);
		List<String> large = IntStream.range(0, 30)
			.mapToObj((i) -> greedy.post("/api/v1/runs", body(model, 1_000_000_000, "")).text("id"))
			.toList();
		String queue = this.stack.topics().poolQueue();
		for (int i = 0; i < 20; i++) {
			this.executor.complete(this.executor.take(queue));
		}
		ApiClient modest = this.stack.api(name());
		String small = modest.post("/api/v1/runs", body(model(modest), 10, "")).text("id");
		Chunk chunk = this.executor.take(queue);
		int before = 0;
		while (!chunk.run().equals(small)) {
			before++;
			this.executor.complete(chunk);
			chunk = this.executor.take(queue);
		}
		this.executor.complete(chunk);
		assertThat(before).as("one that was executed and one that waited").isLessThanOrEqualTo(2);
		large.forEach((run) -> greedy.delete("/api/v1/runs/" + run));
	}

	@Test
	void slotsAreHowManyChunksAUserHasInThePoolAtOnce() {
		String user = name();
		ApiClient api = limited(user, Map.of("slots", 1L));
		String model = model(api);
		List<String> runs = IntStream.range(0, 3)
			.mapToObj((i) -> api.post("/api/v1/runs", body(model, 1_000_000, "")).text("id"))
			.toList();
		assertThat(api.await(runs.get(2), (run) -> !run.get("reason").isNull()).get("reason").asString())
			.startsWith("it waits for its turn");
		String queue = this.stack.topics().poolQueue();
		for (int own = 0; own < 5;) {
			Chunk chunk = this.executor.take(queue);
			if (runs.contains(chunk.run())) {
				own++;
				assertThat(quota(api, "slots").toString()).isEqualTo("{\"limit\":1,\"used\":1,\"left\":0}");
			}
			this.executor.complete(chunk);
		}
		runs.forEach((run) -> api.delete("/api/v1/runs/" + run));
	}

}
