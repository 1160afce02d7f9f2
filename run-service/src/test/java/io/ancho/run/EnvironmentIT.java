package io.ancho.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.ancho.events.Chunk;
import io.ancho.events.ChunkCompleted.LoadedModel;
import io.ancho.events.ChunkRefused;
import io.ancho.events.Environment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All sequences of a run are executed in one environment: that of its pilot.
 */
class EnvironmentIT {

	private static final Environment OWN = environment("a", "2.4.0");

	private static final Environment OTHER = environment("b", "2.2.6");

	private static TestStack stack;

	private static String model;

	@BeforeAll
	static void start(@TempDir Path folder) {
		stack = new TestStack(folder);
		ApiClient.Answer uploaded = stack.api().upload(TestArchives.model());
		assertThat(uploaded.status()).as(uploaded.body().toString()).isEqualTo(201);
		model = uploaded.text("id");
	}

	@AfterAll
	static void stop() {
		stack.close();
	}

	@Test
	void theFirstChunkSettlesTheEnvironmentAndWhoHasAnotherOneIsNamedAndReplaced() {
		try (Executor executor = stack.executor()) {
			String run = submit("");
			String queue = "ancho.chunks." + run;
			executor.runs(run, 2);
			Chunk pilot = executor.take(queue);
			assertThat(pilot.environment()).isNull();
			assertThat(pilot.numerics()).isNotNull().extracting(Object::toString).isEqualTo("PORTABLE");
			executor.complete(pilot, 5000, 0, model(OWN));

			Chunk refused = executor.take(queue);
			assertThat(refused.environment()).isEqualTo(OWN.digest());
			executor.report(run, new ChunkRefused(run, "executor-2", refused.first(), refused.count(), OTHER));
			JsonNode waiting = stack.api()
				.await(run, (document) -> document.path("reason").asString().contains("waits"));
			assertThat(waiting.path("reason").asString()).contains("1 executor waits")
				.contains("numpy 2.2.6 there, 2.4.0 in this run");
			assertThat(waiting.path("environment").asString()).isEqualTo(OWN.digest());

			long covered = 5000;
			while (covered < 200_000) {
				Chunk chunk = executor.take(queue);
				assertThat(chunk.environment()).isEqualTo(OWN.digest());
				executor.complete(chunk, chunk.count(), 0, model(null));
				covered += chunk.count();
			}
			JsonNode in = stack.api().await(run, (document) -> document.path("state").asString().equals("SUMMARIZING"));
			assertThat(in.path("progress").path("completed").asLong()).isEqualTo(200_000);
		}
	}

	@Test
	void nativeNumericsReachTheExecutor() {
		try (Executor executor = stack.executor()) {
			String run = submit(", \"numerics\": \"native\"");
			Chunk pilot = executor.take("ancho.chunks." + run);
			assertThat(pilot.numerics()).isNotNull().extracting(Object::toString).isEqualTo("NATIVE");
			assertThat(stack.api().await(run, (document) -> true).path("numerics").asString()).isEqualTo("native");
		}
	}

	private static String submit(String more) {
		ApiClient.Answer answer = stack.api()
			.post("/api/v1/runs", "{\"model\": {\"id\": \"" + model
					+ "\"}, \"sequences\": 200000, \"executors\": {\"count\": 2}" + more + "}");
		assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
		return answer.text("id");
	}

	private static LoadedModel model(@Nullable Environment environment) {
		LoadedModel known = Executor.MODEL;
		return new LoadedModel(known.batch(), known.outputs(), known.python(), known.packages(), known.sandbox(),
				environment);
	}

	private static Environment environment(String digit, String numpy) {
		return new Environment("sha256:" + digit.repeat(64), "CPython", "3.11.7", "x86_64", "glibc 2.36", 1, "portable",
				List.of("numpy:X86_V2"), "0b2ed4924e484cfb", Map.of("numpy", numpy));
	}

}
