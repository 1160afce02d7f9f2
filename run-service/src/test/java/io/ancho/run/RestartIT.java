package io.ancho.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.ancho.events.Chunk;
import io.ancho.events.Json;
import io.ancho.events.RunEnded;
import io.ancho.events.RunEvent;
import io.ancho.events.RunSubmitted;
import io.ancho.events.SequencesCompleted;
import io.ancho.events.SummaryCompleted;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class RestartIT {

	private static final int CHUNKS = 60_000;

	@Test
	void aRunGoesOnAfterARestartAndCountsEverySequenceOnce(@TempDir Path folder) {
		try (TestStack stack = new TestStack(folder); Executor executor = stack.executor()) {
			String model = stack.api().upload(TestArchives.model()).text("id");
			String run = stack.api()
				.post("/api/v1/runs",
						"{\"model\": {\"id\": \"" + model + "\"}, \"sequences\": 300000, "
								+ "\"max_failures\": 5, \"executors\": {\"count\": 2}}")
				.text("id");
			String queue = "ancho.chunks." + run;
			executor.complete(executor.take(queue), 8000, 2);
			Chunk kept = executor.take(queue);
			Chunk reportedWhileDown = executor.take(queue);
			executor.complete(executor.take(queue));
			stack.api().await(run, (body) -> body.path("progress").path("completed").asLong() > 8000);
			JsonNode before = stack.api().get("/api/v1/runs/" + run).body();

			stack.stop();
			executor.complete(reportedWhileDown);
			stack.start();

			stack.api()
				.await(run, (body) -> body.path("progress")
					.path("completed")
					.asLong() == before.path("progress").path("completed").asLong() + reportedWhileDown.count());
			Set<Long> seen = new TreeSet<>();
			while (!state(stack, run).equals("SUMMARIZING")) {
				Chunk chunk = executor.poll(queue);
				if (chunk != null) {
					seen.add(chunk.first());
					executor.complete(chunk);
				}
			}
			assertThat(seen).contains(kept.first());
			JsonNode after = stack.api().get("/api/v1/runs/" + run).body();
			assertThat(after.path("progress").path("completed").asLong()).isEqualTo(300_000);
			assertThat(after.path("progress").path("failed").asLong()).isEqualTo(2);
			assertThat(after.path("statistics").path("outputs").path("x").path("mean").asDouble()).isEqualTo(149_999.5);
			assertThat(after.path("started_at")).isEqualTo(before.path("started_at"));
			stack.api().post("/api/v1/runs/" + run + "/cancel", "");
		}
	}

	@Test
	void healthIsAnsweredWhileManyChunksAreReadAndRequestsAreLetInAfterwards(@TempDir Path folder) {
		try (TestStack stack = new TestStack(folder)) {
			String model = stack.api().upload(TestArchives.model()).text("id");
			String run = stack.api()
				.post("/api/v1/runs",
						"{\"model\": {\"id\": \"" + model + "\"}, \"sequences\": 1000000, "
								+ "\"executors\": {\"count\": 1}}")
				.text("id");
			storeChunks(stack, run);
			stack.stop();

			stack.startWithoutWaiting();

			assertThat(stack.api().getWithoutIdentity("/actuator/health/liveness").status()).isEqualTo(200);
			ApiClient.Answer readiness = stack.api().getWithoutIdentity("/actuator/health/readiness");
			assertThat(readiness.status()).isEqualTo(503);
			assertThat(readiness.body().toString()).contains("the runs that are not over are being read");
			ApiClient.Answer early = stack.api().get("/api/v1/runs/" + run);
			assertThat(early.status()).isEqualTo(503);
			assertThat(early.text("detail")).contains("try again in some seconds");
			stack.awaitRestoration();
			assertThat(stack.api().get("/api/v1/runs/" + run).body().path("progress").path("completed").asLong())
				.isEqualTo(10L * CHUNKS);
			stack.api().post("/api/v1/runs/" + run + "/cancel", "");
		}
	}

	@Test
	void whatOthersWorkByIsToldAgainEvenIfTheBrokerHasLostIt(@TempDir Path folder) throws Exception {
		try (TestStack stack = new TestStack(folder); EventTap events = new EventTap(stack)) {
			String model = stack.api().upload(TestArchives.model()).text("id");
			String run = stack.api()
				.post("/api/v1/runs",
						"{\"model\": {\"id\": \"" + model + "\"}, \"sequences\": 10, \"executors\": {\"count\": 2}}")
				.text("id");
			String queue = "ancho.chunks." + run;
			RunEvent submitted = events.next(run);
			assertThat(submitted).isInstanceOf(RunSubmitted.class);

			stack.stop();
			try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafka))) {
				admin.deleteTopics(List.of(queue)).all().get();
			}
			stack.start();

			assertThat(events.next(run)).isEqualTo(submitted);
			try (Executor executor = stack.executor()) {
				executor.complete(executor.take(queue));
				assertThat(events.next(run)).isInstanceOf(SequencesCompleted.class);

				stack.stop();
				stack.start();

				assertThat(events.next(run)).isInstanceOf(SequencesCompleted.class);
				executor.send(stack.topics().summaries(), run, Json.write(new SummaryCompleted(run)));
				assertThat(events.next(run)).isInstanceOf(RunEnded.class);
			}
		}
	}

	/** As if so many chunks of ten sequences had come in, in place of the pilot. */
	private static void storeChunks(TestStack stack, String run) {
		CqlSession session = stack.bean(CqlSession.class);
		PreparedStatement chunk = session.prepare("INSERT INTO " + stack.keyspace()
				+ ".chunks (run, bucket, first_sequence, count, pilot, outcome) VALUES (" + run
				+ ", ?, ?, 10, false, ?)");
		for (int from = 0; from < CHUNKS; from += 1000) {
			BatchStatement batch = BatchStatement.newInstance(BatchType.UNLOGGED);
			for (int i = from; i < from + 1000; i++) {
				String outcome = "{\"first\": " + 10L * i + ", \"count\": 10, \"seconds\": 1.0, \"failed\": 0, "
						+ "\"moments\": {}, \"hits\": {}, \"trials\": {}}";
				batch = batch.add(chunk.bind(i / 10_000, 10L * i, outcome));
			}
			session.execute(batch);
		}
	}

	private static String state(TestStack stack, String run) {
		return stack.api().get("/api/v1/runs/" + run).text("state");
	}

}
