package io.ancho.run;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.uuid.Uuids;
import io.ancho.events.Chunk;
import io.ancho.events.RunDeleted;
import io.ancho.events.RunEnded;
import io.ancho.events.RunEvent;
import io.ancho.events.UserKeyspace;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is deleted is gone: from every table of every keyspace, and from Kafka.
 */
class DeletionIT {

	private static TestStack stack;

	private static String model;

	@BeforeAll
	static void start(@TempDir Path folder) {
		stack = new TestStack(folder, Map.of("ancho.deletion.grace", "1s"));
		model = stack.api().upload(TestArchives.model()).text("id");
	}

	@AfterAll
	static void stop() {
		stack.close();
	}

	@Test
	void ofARunThatIsOverNothingIsLeftInAnyTable() {
		try (Executor executor = stack.executor(); EventTap events = new EventTap(stack)) {
			String body = body(200_000, "");
			String run = submit(body, "Idempotency-Key", "once");
			Chunk pilot = takeFromPool(executor, run);
			executor.complete(pilot, 8000, 0);
			Chunk second = takeFromPool(executor, run);
			leaveResults(run, "x", second.first() + second.count());
			stack.api().post("/api/v1/runs/" + run + "/cancel", "");
			assertThat(traces(run)).isNotEmpty();

			assertThat(stack.api().delete("/api/v1/runs/" + run).status()).isEqualTo(204);

			assertGone(run);
			awaitNoTrace(run);
			assertThat(last(events, run)).isInstanceOf(RunDeleted.class);
			assertThat(stack.api().delete("/api/v1/runs/" + run).status()).isEqualTo(404);
			assertThat(submit(body, "Idempotency-Key", "once")).isNotEqualTo(run);
		}
	}

	@Test
	void aRunUnderWayIsCancelledAndWhatItsExecutorsStillDoBringsNothingBack() {
		try (Executor executor = stack.executor(); EventTap events = new EventTap(stack)) {
			String run = submit(body(200_000, ", \"executors\": {\"count\": 2}"));
			String queue = "ancho.chunks." + run;
			executor.complete(executor.take(queue), 5000, 0);
			Chunk late = executor.take(queue);
			leaveResults(run, "x", late.first() + late.count());

			assertThat(stack.api().delete("/api/v1/runs/" + run).status()).isEqualTo(204);

			assertGone(run);
			executor.runs(run, 2);
			executor.complete(late);
			leaveResults(run, "x", late.first() + late.count());
			RunEvent event = events.next(run);
			while (!(event instanceof RunEnded ended)) {
				event = events.next(run);
			}
			assertThat(ended.state()).isEqualTo(RunEnded.FinalState.CANCELLED);
			assertThat(traces(run)).as("its group still has a member").isNotEmpty();
			executor.leave(queue);
			awaitNoTrace(run);
			assertThat(last(events, run)).isInstanceOf(RunDeleted.class);
			executor.complete(late);
			leaveResults(run, "x", late.first() + late.count());
			assertThat(traces(run)).isEmpty();
			assertThat(queues()).doesNotContain(queue);
		}
	}

	@Test
	void outputsThatOnlyAnExecutorKnowsAreFoundAndNoneIsBegunAfterwards() {
		try (Executor executor = stack.executor()) {
			String run = submit(body(1000, ""));
			Chunk chunk = takeFromPool(executor, run);
			session().execute(
					"INSERT INTO " + userKeyspace() + ".written_outputs (run, output, width) VALUES (?, ?, ?)", run,
					"unreported", 1);
			leaveResults(run, "unreported", chunk.count());

			stack.api().delete("/api/v1/runs/" + run);

			awaitNoTrace(run);
			session().execute(
					"INSERT INTO " + userKeyspace() + ".written_outputs (run, output, width) VALUES (?, ?, ?)", run,
					"another", 1);
			assertThat(traces(run)).as("an executor that looks finds that it must not write").isEmpty();
		}
	}

	@Test
	void aDeletionGoesOnAfterARestart() {
		try (Executor executor = stack.executor()) {
			String run = submit(body(200_000, ", \"executors\": {\"count\": 2}"));
			String queue = "ancho.chunks." + run;
			Chunk chunk = executor.take(queue);
			leaveResults(run, "x", chunk.count());
			stack.api().delete("/api/v1/runs/" + run);
			stack.stop();
			executor.leave(queue);

			stack.start();

			assertGone(run);
			awaitNoTrace(run);
			assertThat(queues()).doesNotContain(queue);
		}
	}

	@Test
	void somebodyElsesRunAndModelCannotBeDeleted() {
		String run = submit(body(1000, ""));
		ApiClient other = stack.api("other" + stack.user);

		assertThat(other.delete("/api/v1/runs/" + run).status()).isEqualTo(404);
		assertThat(other.delete("/api/v1/models/" + model).status()).isEqualTo(404);
		assertThat(stack.api().get("/api/v1/runs/" + run).status()).isEqualTo(200);
		assertThat(stack.api().delete("/api/v1/runs/nonsense").status()).isEqualTo(404);
		assertThat(stack.api().delete("/api/v1/models/nonsense").status()).isEqualTo(404);
		stack.api().delete("/api/v1/runs/" + run);
	}

	@Test
	void aModelIsDeletedOnceNoRunUsesItAndCanBeUploadedAgain() {
		ApiClient owner = stack.api("owner" + stack.user);
		ApiClient other = stack.api("second" + stack.user);
		byte[] archive = TestArchives
			.zip(Map.of("ancho.toml", TestArchives.TOML, "model.py", "def sequence(rng, start):\n    return 1.0\n"));
		String id = owner.upload(archive).text("id");
		other.upload(archive);
		String path = "/api/v1/models/" + id;
		String run = owner.post("/api/v1/runs", "{\"model\": {\"id\": \"" + id + "\"}, \"sequences\": 1}").text("id");

		ApiClient.Answer refused = owner.delete(path);
		assertThat(refused.status()).isEqualTo(409);
		assertThat(refused.text("detail")).contains(run);
		owner.delete("/api/v1/runs/" + run);
		assertThat(owner.delete(path).status()).isEqualTo(204);

		assertThat(owner.get(path).status()).isEqualTo(404);
		assertThat(owner.get("/api/v1/models").body().path("items").size()).isZero();
		assertThat(other.get(path + "/archive").status()).as("another user's archive").isEqualTo(200);
		assertThat(other.delete(path).status()).isEqualTo(204);
		ApiClient.await(() -> tracesIn(stack.keyspace(), id), List::isEmpty);
		assertThat(owner.upload(archive).status()).isEqualTo(201);
		assertThat(owner.get(path + "/archive").status()).isEqualTo(200);
	}

	@Test
	void runsThatAreOverForLongAreDeletedByThemselves(@TempDir Path folder) {
		try (TestStack keeping = new TestStack(folder,
				Map.of("ANCHO_RUNS_RETENTION", "PT2S", "ancho.deletion.retention-check", "200ms"))) {
			String id = keeping.api().upload(TestArchives.model()).text("id");
			String request = "{\"model\": {\"id\": \"" + id + "\"}, \"sequences\": 1000}";
			String over = keeping.api().post("/api/v1/runs", request).text("id");
			String underWay = keeping.api().post("/api/v1/runs", request).text("id");
			keeping.api().post("/api/v1/runs/" + over + "/cancel", "");

			ApiClient.await(() -> keeping.api().get("/api/v1/runs/" + over).status(), (status) -> status == 404);
			assertThat(keeping.api().get("/api/v1/runs/" + underWay).status()).isEqualTo(200);
			keeping.api().delete("/api/v1/runs/" + underWay);
		}
	}

	private static String body(long sequences, String more) {
		return "{\"model\": {\"id\": \"" + model + "\"}, \"sequences\": " + sequences + more + "}";
	}

	private static String submit(String body, String... headers) {
		ApiClient.Answer answer = stack.api().post("/api/v1/runs", body, headers);
		assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
		return answer.text("id");
	}

	private static Chunk takeFromPool(Executor executor, String run) {
		return ApiClient.await(() -> executor.poll(stack.topics().poolQueue()),
				(chunk) -> chunk != null && chunk.run().equals(run));
	}

	/**
	 * What executors and stats-service would leave of a run's sequences before an index.
	 */
	private static void leaveResults(String run, String output, long end) {
		String keyspace = userKeyspace();
		session().execute("INSERT INTO " + keyspace + ".written_outputs (run, output, width) VALUES (?, ?, 1)", run,
				output);
		for (int bucket = 0; bucket <= (end - 1) / 65_536; bucket++) {
			session().execute(
					"INSERT INTO " + keyspace
							+ ".results (run, output, bucket, first_sequence, count, values) VALUES (?, ?, ?, ?, ?, ?)",
					run, output, bucket, bucket * 65_536L, 1, ByteBuffer.allocate(8));
			session().execute(
					"INSERT INTO " + keyspace
							+ ".failures (run, bucket, sequence, error_type, message) VALUES (?, ?, ?, 'E', 'm')",
					run, bucket, bucket * 65_536L);
		}
		session().execute("INSERT INTO " + keyspace + ".logs (run, at, executor, text) VALUES (?, ?, 'e', 't')", run,
				Uuids.timeBased());
		session().execute("INSERT INTO " + keyspace + ".summaries (run, summary) VALUES (?, '{}')", run);
	}

	private static void assertGone(String run) {
		assertThat(stack.api().get("/api/v1/runs/" + run).status()).isEqualTo(404);
		assertThat(stack.api().post("/api/v1/runs/" + run + "/cancel", "").status()).isEqualTo(404);
		assertThat(stack.api().get("/api/v1/runs").body().path("items").toString()).doesNotContain(run);
	}

	private static void awaitNoTrace(String run) {
		ApiClient.await(() -> traces(run), List::isEmpty);
	}

	/** The tables that have a row in which a text is found, whatever the columns. */
	private static List<String> traces(String text) {
		return Stream.of(stack.keyspace(), userKeyspace()).flatMap((name) -> tracesIn(name, text).stream()).toList();
	}

	private static List<String> tracesIn(String keyspace, String text) {
		return session().execute("SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?", keyspace)
			.map((row) -> keyspace + "." + row.getString("table_name"))
			.all()
			.stream()
			.filter((table) -> session().execute("SELECT * FROM " + table)
				.all()
				.stream()
				.anyMatch((row) -> row.getFormattedContents().contains(text)))
			.toList();
	}

	/** The topics and share groups of runs. */
	private static List<String> queues() {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafka))) {
			List<String> groups = admin.listGroups(ListGroupsOptions.forShareGroups())
				.all()
				.toCompletionStage()
				.toCompletableFuture()
				.join()
				.stream()
				.map(GroupListing::groupId)
				.toList();
			List<String> topics = List
				.copyOf(admin.listTopics().names().toCompletionStage().toCompletableFuture().join());
			return Stream.concat(groups.stream(), topics.stream()).toList();
		}
	}

	private static RunEvent last(EventTap events, String run) {
		RunEvent event = events.next(run);
		while (!(event instanceof RunDeleted)) {
			event = events.next(run);
		}
		return event;
	}

	private static String userKeyspace() {
		return UserKeyspace.of(stack.user);
	}

	private static CqlSession session() {
		return stack.bean(CqlSession.class);
	}

}
