package io.ancho.run;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

import io.ancho.events.Chunk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class RestartIT {

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

	private static String state(TestStack stack, String run) {
		return stack.api().get("/api/v1/runs/" + run).text("state");
	}

}
