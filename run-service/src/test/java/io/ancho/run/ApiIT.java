package io.ancho.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.datastax.oss.driver.api.core.uuid.Uuids;
import io.ancho.events.Chunk;
import io.ancho.events.EnvironmentPreparing;
import io.ancho.events.ExecutorsChanged;
import io.ancho.events.Json;
import io.ancho.events.SummaryCompleted;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class ApiIT {

	private static TestStack stack;

	private static String model;

	@BeforeAll
	static void start(@TempDir Path folder) {
		stack = new TestStack(folder);
		model = stack.api().upload(TestArchives.model()).text("id");
	}

	@AfterAll
	static void stop() {
		stack.close();
	}

	private static String body(String more) {
		return "{\"model\": {\"id\": \"" + model + "\"}, \"sequences\": 10" + more + "}";
	}

	@Test
	void theSameArchiveAgainIsTheSameModel() {
		ApiClient.Answer again = stack.api().upload(TestArchives.model());
		assertThat(again.status()).isEqualTo(200);
		assertThat(again.text("id")).isEqualTo(model);
		assertThat(again.body().propertyNames()).containsExactly("id", "name", "entrypoint", "requirements",
				"size_bytes", "created_at", "source");
		JsonNode listed = stack.api().get("/api/v1/models").body();
		assertThat(listed.path("items")).contains(again.body());
		assertThat(listed.path("next").isNull()).isTrue();
	}

	@Test
	void modelsAreListedNewestFirstPageByPage() {
		ApiClient api = stack.api("pager" + stack.user);
		List<String> uploaded = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			uploaded.add(0, api.upload(TestArchives.zip(Map.of("ancho.toml", TestArchives.TOML, "model.py", "# " + i)))
				.text("id"));
		}
		JsonNode first = api.get("/api/v1/models?limit=2").body();
		JsonNode second = api.get("/api/v1/models?limit=2&cursor=" + first.path("next").asString()).body();
		List<String> listed = new ArrayList<>();
		first.path("items").forEach((item) -> listed.add(item.path("id").asString()));
		second.path("items").forEach((item) -> listed.add(item.path("id").asString()));
		assertThat(listed).isEqualTo(uploaded);
		assertThat(second.path("next").isNull()).isTrue();
	}

	@Test
	void anArchiveThatIsNoModelIsRefusedWithTheReason() {
		ApiClient.Answer answer = stack.api().upload(TestArchives.zip(Map.of("model.py", "")));
		assertThat(answer.status()).isEqualTo(422);
		assertThat(answer.text("type")).isEqualTo("urn:ancho:problem:invalid-model");
		assertThat(answer.text("detail")).contains("no ancho.toml");
	}

	@Test
	void aChunksLinkGivesTheArchiveWithoutIdentityAndNoOtherLinkDoes() {
		try (Executor executor = stack.executor()) {
			String run = stack.api().post("/api/v1/runs", body(", \"executors\": {}")).text("id");
			Chunk chunk = executor.take("ancho.chunks." + run);
			byte[] archive = stack.api().get("/api/v1/models/" + model + "/archive").bytes();
			ApiClient.Answer linked = stack.api().getWithoutIdentity(chunk.model().archive());
			assertThat(linked.status()).isEqualTo(200);
			assertThat(linked.bytes()).startsWith(0x1f, 0x8b).isEqualTo(archive);
			String forged = chunk.model().archive().replaceAll("signature=.", "signature=~");
			assertThat(stack.api().getWithoutIdentity(forged).status()).isEqualTo(404);
			String others = chunk.model().archive().replace("run=" + run, "run=" + Uuids.timeBased());
			assertThat(stack.api().getWithoutIdentity(others).status()).isEqualTo(404);
			stack.api().post("/api/v1/runs/" + run + "/cancel", "");
			assertThat(stack.api().getWithoutIdentity(chunk.model().archive()).status()).isEqualTo(404);
		}
	}

	@Test
	void whatBelongsToSomebodyElseDoesNotExist() {
		String run = stack.api().post("/api/v1/runs", body("")).text("id");
		ApiClient other = stack.api("other" + stack.user);
		for (String path : List.of("/api/v1/runs/" + run, "/api/v1/runs/" + run + "/events", "/api/v1/models/" + model,
				"/api/v1/models/" + model + "/archive", "/api/v1/runs/no-id", "/api/v1/nothing")) {
			assertThat(other.get(path).status()).as(path).isEqualTo(404);
		}
		assertThat(other.post("/api/v1/runs/" + run + "/cancel", "").status()).isEqualTo(404);
		assertThat(other.post("/api/v1/runs", body("")).text("detail")).startsWith("model.id: there is no model");
		assertThat(other.get("/api/v1/runs").body().path("items").size()).isZero();
	}

	@Test
	void anIdentityAllowsNoMoreThanItsTokenDid() {
		String run = stack.api().post("/api/v1/runs", body("")).text("id");
		ApiClient reader = stack.api(stack.user, "run-service", "read");
		assertThat(reader.get("/api/v1/runs/" + run).status()).isEqualTo(200);
		ApiClient.Answer refused = reader.post("/api/v1/runs/" + run + "/cancel", "");
		assertThat(refused.status()).isEqualTo(403);
		assertThat(refused.text("type")).isEqualTo("urn:ancho:problem:forbidden");
		assertThat(reader.post("/api/v1/runs", body("")).status()).isEqualTo(403);
		assertThat(reader.delete("/api/v1/runs/" + run).status()).isEqualTo(403);
		assertThat(stack.api(stack.user, "run-service", "write").get("/api/v1/runs/" + run).status()).isEqualTo(403);
		assertThat(stack.api(stack.user, "run-service", "write").delete("/api/v1/runs/" + run).status()).isEqualTo(204);
	}

	@Test
	void anIdentityForAnotherServiceIsNone() {
		assertThat(stack.api(stack.user, "scheduler-service", "read write").get("/api/v1/runs").status())
			.isEqualTo(401);
	}

	@Test
	void withoutIdentityOnlyHealthAndMetricsAnswer() {
		ApiClient.Answer refused = stack.api().getWithoutIdentity("/api/v1/runs");
		assertThat(refused.status()).isEqualTo(401);
		assertThat(refused.text("type")).isEqualTo("urn:ancho:problem:unauthenticated");
		for (String path : List.of("/actuator/health/liveness", "/actuator/health/readiness")) {
			assertThat(stack.api().getWithoutIdentity(path).status()).as(path).isEqualTo(200);
		}
		String metrics = new String(stack.api().getWithoutIdentity("/actuator/prometheus").bytes(),
				StandardCharsets.UTF_8);
		assertThat(metrics).contains("ancho_runs{", "ancho_chunks_outstanding", "ancho_sequences_total",
				"ancho_chunk_seconds_count", "ancho_chunks_requeued_total");
	}

	@Test
	void badRequestsAreAnsweredWithWhatIsWrong() {
		assertProblem(stack.api().post("/api/v1/runs", body(", \"colour\": 1")), 400, "invalid-request",
				"colour: is not a field of this request");
		assertProblem(stack.api().post("/api/v1/runs", "{"), 400, "invalid-request", "the body is not valid JSON");
		assertProblem(stack.api().post("/api/v1/models", "{}"), 400, "invalid-request", "git: either git or http is");
		assertProblem(stack.api().get("/api/v1/runs?limit=0"), 400, "invalid-request", "limit: must be");
		assertProblem(stack.api().get("/api/v1/runs?limit=x"), 400, "invalid-request", "limit");
		assertProblem(stack.api().get("/api/v1/runs?state=odd"), 400, "invalid-request", "state: must be one of");
		assertProblem(stack.api().get("/api/v1/runs?cursor=%25"), 400, "invalid-request", "cursor: is not one");
		assertProblem(stack.api().get("/api/v1/runs/x/cancel"), 405, "method-not-allowed", "");
		JsonNode errors = stack.api().post("/api/v1/runs", body(", \"seed\": -1")).body().path("errors");
		assertThat(errors.toString()).isEqualTo("[{\"field\":\"seed\",\"message\":\"must be at least 0\"}]");
	}

	private static void assertProblem(ApiClient.Answer answer, int status, String code, String detail) {
		assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
		assertThat(answer.text("type")).isEqualTo("urn:ancho:problem:" + code);
		assertThat(answer.text("detail")).contains(detail);
	}

	@Test
	void anUploadThatIsTooLargeIsAnsweredAsSuch() {
		assertProblem(stack.api().upload(new byte[66 * 1024 * 1024]), 413, "too-large", "");
	}

	@Test
	void theSameIdempotencyKeyIsTheSameRun() {
		ApiClient.Answer first = stack.api().post("/api/v1/runs", body(""), "Idempotency-Key", "k1");
		ApiClient.Answer again = stack.api().post("/api/v1/runs", body(" "), "Idempotency-Key", "k1");
		ApiClient.Answer other = stack.api().post("/api/v1/runs", body(", \"seed\": 1"), "Idempotency-Key", "k1");
		assertThat(List.of(first.status(), again.status(), other.status())).isEqualTo(List.of(201, 200, 409));
		assertThat(again.text("id")).isEqualTo(first.text("id"));
		assertThat(again.body().path("seed")).isEqualTo(first.body().path("seed"));
	}

	@Test
	void runsAreListedNewestFirstByStateAndLabelPageByPage() {
		ApiClient api = stack.api();
		List<String> labelled = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			labelled.add(0, api.post("/api/v1/runs", body(", \"labels\": {\"list\": \"x:y\"}")).text("id"));
			api.post("/api/v1/runs", body(""));
		}
		api.post("/api/v1/runs/" + labelled.get(2) + "/cancel", "");
		assertThat(ids(api, "/api/v1/runs?label=list:x:y&limit=2")).isEqualTo(labelled);
		assertThat(ids(api, "/api/v1/runs?label=list:x:y&state=CANCELLED&limit=2")).isEqualTo(List.of(labelled.get(2)));
		labelled.remove(2);
		assertThat(ids(api, "/api/v1/runs?label=list:x:y&state=SUBMITTED&limit=3")).isEqualTo(labelled);
	}

	@Test
	void runsAreFoundByTheirWholeName() {
		ApiClient api = stack.api();
		List<String> named = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			named.add(0, api.post("/api/v1/runs", body(", \"name\": \"4% rule: né\"")).text("id"));
			api.post("/api/v1/runs", body(", \"name\": \"4% rule\""));
		}
		assertThat(ids(api, "/api/v1/runs?name=4%25%20rule%3A%20n%C3%A9&limit=2")).isEqualTo(named);
		assertThat(ids(api, "/api/v1/runs?name=4%25&limit=2")).isEmpty();
	}

	private static List<String> ids(ApiClient api, String path) {
		List<String> ids = new ArrayList<>();
		String cursor = "";
		do {
			JsonNode page = api.get(path + cursor).body();
			page.path("items").forEach((run) -> ids.add(run.path("id").asString()));
			cursor = page.path("next").isNull() ? "" : "&cursor=" + page.path("next").asString();
		}
		while (!cursor.isEmpty());
		return ids;
	}

	@Test
	void aRunWhoseExecutorsCannotBeLaunchedByItsFaultFailsWithTheReason() {
		try (Executor executor = stack.executor()) {
			String run = stack.api().post("/api/v1/runs", body(", \"executors\": {\"count\": 2}")).text("id");
			executor.send(stack.topics().executors(), run, Json.write(failing(run, false)));
			JsonNode waiting = stack.api().await(run, (body) -> !body.path("reason").isNull());
			assertThat(waiting.path("state").asString()).isEqualTo("SUBMITTED");
			JsonNode trouble = waiting.path("executors").path("trouble");
			assertThat(trouble.path("reason").asString()).isEqualTo("REASON_CONTAINER_LAUNCH_FAILED");
			assertThat(trouble.path("log").path(0).asString()).isEqualTo("no such thing");
			executor.send(stack.topics().executors(), run, Json.write(failing(run, true)));
			JsonNode failed = stack.api().await(run, (body) -> body.path("state").asString().equals("FAILED"));
			assertThat(failed.path("reason").asString())
				.startsWith("its executors cannot be launched: 20 attempts in a row")
				.contains("a1: manifest unknown (TASK_FAILED, REASON_CONTAINER_LAUNCH_FAILED)",
						"check executors.image");
		}
	}

	private static ExecutorsChanged failing(String run, boolean givenUp) {
		Instant now = Instant.now();
		return new ExecutorsChanged(run, 2, List.of(), "2 of 2 executors wait", now,
				new ExecutorsChanged.Trouble("e1", "a1", "TASK_FAILED", "REASON_CONTAINER_LAUNCH_FAILED",
						"manifest unknown", "check executors.image", List.of("no such thing"), now, 20,
						now.minusSeconds(900), now.plusSeconds(60), givenUp));
	}

	@Test
	void aRunShowsItsExecutorsAndWhatItWaitsFor() {
		try (Executor executor = stack.executor()) {
			String run = stack.api().post("/api/v1/runs", body(", \"executors\": {\"count\": 2}")).text("id");
			executor.send(stack.topics().executors(), run,
					Json.write(new ExecutorsChanged(run, 2,
							List.of(new ExecutorsChanged.Executor("e1", "a1", "LAUNCHING")), "1 of 2 executors waits",
							Instant.now())));
			JsonNode waiting = stack.api().await(run, (body) -> !body.path("reason").isNull());
			assertThat(waiting.path("reason").asString()).isEqualTo("1 of 2 executors waits");
			assertThat(waiting.path("executors").path("instances").path(0).path("state").asString())
				.isEqualTo("LAUNCHING");
			executor.report(run, new EnvironmentPreparing(run, "e1"));
			stack.api().await(run, (body) -> body.path("reason").asString("").contains("preparing"));
			executor.complete(executor.take("ancho.chunks." + run));
			assertThat(stack.api().await(run, (body) -> body.path("reason").isNull()).path("state").asString())
				.isIn("RUNNING", "SUMMARIZING");
			stack.api().post("/api/v1/runs/" + run + "/cancel", "");
		}
	}

	@Test
	void whoeverWatchesARunHearsOfItToItsEnd() throws IOException {
		try (Executor executor = stack.executor()) {
			String run = stack.api().post("/api/v1/runs", body(", \"executors\": {}")).text("id");
			var response = stack.api().stream("/api/v1/runs/" + run + "/events");
			assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
			BufferedReader reader = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
			assertThat(List.of(event(reader), event(reader))).extracting((text) -> text.substring(0, text.indexOf(' ')))
				.containsExactlyInAnyOrder("state", "progress");
			executor.complete(executor.take("ancho.chunks." + run));
			stack.api().await(run, (body) -> body.path("state").asString().equals("SUMMARIZING"));
			executor.send(stack.topics().summaries(), run, Json.write(new SummaryCompleted(run)));
			List<String> rest = new ArrayList<>();
			for (String event = event(reader); !event.isEmpty(); event = event(reader)) {
				rest.add(event);
			}
			assertThat(rest).last().asString().startsWith("state {\"state\":\"COMPLETED\",\"reason\":null,\"at\":\"");
			assertThat(rest).anyMatch((event) -> event.startsWith("progress ") && event.contains("\"completed\":10,"))
				.anyMatch((event) -> event.startsWith("statistics {") && event.contains("\"mean\":4.5"));
		}
	}

	/** The next event as {@code name data}, empty at the stream's end. */
	private static String event(BufferedReader reader) throws IOException {
		String name = "";
		for (String line = reader.readLine(); line != null; line = reader.readLine()) {
			if (line.startsWith("event:")) {
				name = line.substring("event:".length());
			}
			else if (line.startsWith("data:")) {
				return name + " " + line.substring("data:".length());
			}
		}
		return "";
	}

}
