package io.ancho.stats;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import io.ancho.events.Json;
import io.ancho.events.RunEnded;
import io.ancho.events.SummaryCompleted;
import io.ancho.events.SummaryFailed;
import io.ancho.events.Target;
import io.ancho.stats.spark.Spark;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class StatsServiceIT {

	private static Path folder;

	private static TestStack stack;

	@BeforeAll
	static void start(@TempDir Path temporary) {
		folder = temporary;
		stack = new TestStack(folder);
	}

	@AfterAll
	static void stop() {
		stack.close();
	}

	@Test
	void aRunsSummaryIsMadeAnnouncedAndServedToItsOwnerAlone() {
		StoredRun run = new StoredRun("summarised", 5).output("x", null, 1, 2, 3, 4, 100)
			.output("path", 2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
			.fails(4, "too large");
		stack.runs.put(stack.user, run.id, run.document("SUMMARIZING", 5));
		HttpResponse<byte[]> early = stack.get("/api/v1/runs/summarised/summary");
		assertThat(early.statusCode()).isEqualTo(409);
		assertThat(new String(early.body(), StandardCharsets.UTF_8)).contains("urn:ancho:problem:conflict");
		run.write(stack.session(), stack.keyspace, new Random(1));
		stack.publish(run.id, run.event(stack.user, stack.keyspace, new Target("small", "x", "<", 3)));
		assertThat(stack.awaitSummary(run.id)).isEqualTo(new SummaryCompleted(run.id));
		String text = stack.text("/api/v1/runs/summarised/summary");
		assertThat(text)
			.startsWith("{\"run_id\":\"summarised\",\"sequences\":5,\"failed\":1,\"outputs\":{\"x\":{\"count\":4,");
		JsonNode summary = Json.mapper().readTree(text);
		assertThat(summary.at("/outputs/x/mean").asDouble()).isEqualTo(2.5);
		assertThat(summary.at("/outputs/path/mean").toString()).isEqualTo("[4.0,5.0]");
		assertThat(summary.at("/targets/small/probability").asDouble()).isEqualTo(0.5);
		assertThat(summary.at("/provenance/packages/numpy").asString()).isEqualTo("2.4.0");
		assertThat(summary.at("/provenance/model/name").asString()).isEqualTo("m");
		assertThat(summary.path("provenance"))
			.isEqualTo(Json.mapper().readTree(stack.text("/api/v1/runs/summarised/provenance")));
		assertThat(stack.get("/api/v1/runs/summarised/summary", "somebody").statusCode()).isEqualTo(404);
		assertThat(stack.getAnonymously("/api/v1/runs/summarised/summary").statusCode()).isEqualTo(401);
		assertThat(stack.get("/api/v1/runs/summarised/summary", stack.user, "run-service", "read").statusCode())
			.isEqualTo(401);
		assertThat(stack.get("/api/v1/runs/summarised/summary", stack.user, "stats-service", "write").statusCode())
			.isEqualTo(403);
	}

	@Test
	void aSummaryThatNoMessageOfCassandraHoldsIsMadeAndServed() {
		StoredRun run = new StoredRun("wide", 3).random("path", 60_000, new Random(1))
			.random("other", 30_000, new Random(2))
			.output("x", null, 1, 2, 6);
		run.write(stack.session(), stack.keyspace, new Random(3));
		stack.runs.put(stack.user, run.id, run.document("SUMMARIZING", 3));
		stack.publish(run.id, run.event(stack.user, stack.keyspace, new Target("far", "other[29999]", ">", -1e300)));
		assertThat(stack.awaitSummary(run.id)).isEqualTo(new SummaryCompleted(run.id));
		String text = stack.text("/api/v1/runs/wide/summary");
		assertThat(text.length()).isGreaterThan(16 * 1024 * 1024);
		JsonNode summary = Json.mapper().readTree(text);
		assertThat(summary.at("/outputs/path/mean").size()).isEqualTo(60_000);
		assertThat(summary.at("/outputs/x/mean").asDouble()).isEqualTo(3);
		assertThat(summary.at("/targets/far/count").asInt()).isEqualTo(3);
		assertThat(summary.path("outputs").propertyNames()).containsExactly("path", "other", "x");
	}

	@Test
	void aSmallRunIsSummarisedWhileALargeOneIs() {
		StoredRun large = new StoredRun("large", 400_000).random("path", 20, new Random(1));
		large.write(stack.session(), stack.keyspace, new Random(2));
		StoredRun small = new StoredRun("small", 1).output("x", null, 1);
		small.write(stack.session(), stack.keyspace, new Random(3));
		Search queue = stack.bean(MeterRegistry.class).find("ancho.summary.queue");
		await(() -> Objects.requireNonNull(queue.gauge()).value() == 0);
		stack.publish(large.id, large.event(stack.user, stack.keyspace));
		await(() -> Objects.requireNonNull(queue.gauge()).value() == 1);
		stack.publish(small.id, small.event(stack.user, stack.keyspace));
		assertThat(stack.awaitRecord("summaries", small.id).offset()).as("told before the large one")
			.isLessThan(stack.awaitRecord("summaries", large.id).offset());
	}

	@Test
	void aSummaryIsMadeThoughTheSparkDriverIsKilledOverIt() {
		StoredRun run = new StoredRun("killed", 1_000_000).random("x", null, new Random(1))
			.random("path", 4, new Random(2));
		run.write(stack.session(), stack.keyspace, new Random(3));
		MeterRegistry meters = stack.bean(MeterRegistry.class);
		await(() -> stack.bean(Spark.class).warmPid() != null);
		long pid = Objects.requireNonNull(stack.bean(Spark.class).warmPid());
		double restarts = meters.get("ancho.spark.restarts").counter().count();
		stack.publish(run.id, run.event(stack.user, stack.keyspace));
		await(() -> meters.get("ancho.summary.queue").gauge().value() > 0);
		ProcessHandle.of(pid).orElseThrow().destroyForcibly();
		assertThat(stack.awaitSummary(run.id)).isEqualTo(new SummaryCompleted(run.id));
		assertThat(meters.get("ancho.spark.restarts").counter().count()).isEqualTo(restarts + 1);
	}

	@Test
	void resultsWithAGapMakeTheSummaryFail() {
		StoredRun run = new StoredRun("gap", 10).random("x", null, new Random(1));
		run.write(stack.session(), stack.keyspace, new Random(1));
		StoredRun longer = new StoredRun("gap", 12);
		longer.outputs.putAll(run.outputs);
		stack.publish(run.id, longer.event(stack.user, stack.keyspace));
		assertThat(stack.awaitSummary(run.id))
			.isEqualTo(new SummaryFailed("gap", "output x: sequence 10 has no result"));
	}

	@Test
	void anUnreadableEventGoesToTheDeadLettersAndTheNextOneIsRead() {
		stack.publish("unreadable", "{\"type\":\"Nonsense\"}".getBytes(StandardCharsets.UTF_8));
		assertThat(stack.awaitRecord("dead-letters", "unreadable").headers().lastHeader("reason").value()).asString()
			.contains("RunEvent");
		StoredRun run = new StoredRun("next", 3).output("x", null, 1, 2, 3);
		run.write(stack.session(), stack.keyspace, new Random(1));
		stack.publish(run.id, run.event(stack.user, stack.keyspace));
		assertThat(stack.awaitSummary(run.id)).isEqualTo(new SummaryCompleted(run.id));
		stack.publish(run.id,
				new RunEnded(run.id, stack.user, RunEnded.FinalState.COMPLETED, null, java.time.Instant.EPOCH));
	}

	@Test
	void exportsReadBackInPythonBitByBit() throws Exception {
		StoredRun run = new StoredRun("exported", 70_000).random("balance, final", null, new Random(1))
			.random("path", 3, new Random(2))
			.output("odd", null, IntStream.range(0, 70_000).mapToDouble(StatsServiceIT::odd).toArray())
			.fails(0, "first")
			.fails(65_536, "second bucket")
			.fails(69_998, "late");
		run.write(stack.session(), stack.keyspace, new Random(3));
		stack.runs.put(stack.user, run.id, run.document("RUNNING", 69_999));
		for (String format : List.of("csv", "jsonl", "json", "npz")) {
			HttpResponse<byte[]> response = stack.get("/api/v1/runs/exported/results?format=" + format + "&from=60000");
			assertThat(response.statusCode()).isEqualTo(200);
			Files.write(folder.resolve("results." + format), response.body());
		}
		expect(run, 60_000, 69_999);
		Process python = new ProcessBuilder(TestStack.property("ancho.test.python"),
				Path.of("src/test/resources/read_exports.py").toAbsolutePath().toString(), folder.toString())
			.redirectErrorStream(true)
			.start();
		String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(python.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(said).isEqualTo("identical 9997\n");
	}

	@Test
	void someOutputsOfSomeSequencesCanBeExported() {
		StoredRun run = new StoredRun("some", 6).output("x", null, 0.1, 1e22, 3, 4, 5, 6)
			.output("v", 2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
			.fails(2, "no");
		run.write(stack.session(), stack.keyspace, new Random(1));
		stack.runs.put(stack.user, run.id, run.document("COMPLETED", 0));
		assertThat(stack.text("/api/v1/runs/some/results?outputs=x&to=4"))
			.isEqualTo("sequence,x\n0,0.1\n1,1.0E22\n3,4.0\n");
		assertThat(stack.text("/api/v1/runs/some/results?format=jsonl&outputs=v,x&from=4"))
			.isEqualTo("{\"sequence\":4,\"v\":[9.0,10.0],\"x\":5.0}\n{\"sequence\":5,\"v\":[11.0,12.0],\"x\":6.0}\n");
		assertThat(stack.text("/api/v1/runs/some/results?outputs=x&from=6")).isEqualTo("sequence,x\n");
		assertProblem("/api/v1/runs/some/results?outputs=y", 400, "outputs: there is no output y; there are x, v");
		assertProblem("/api/v1/runs/some/results?format=xls", 400, "format: must be csv, jsonl, json or npz");
		assertThat(stack.text("/api/v1/runs/some/results?format=json&outputs=x&from=2&to=4"))
			.startsWith("{\"provenance\":{\"run_id\":\"some\",\"model\":{")
			.endsWith(",\"sequence\":[3],\"outputs\":{\"x\":[4.0]},\"failures\":[{\"sequence\":2,"
					+ "\"error_type\":\"ValueError\",\"message\":\"no\",\"traceback\":null}]}");
		assertProblem("/api/v1/runs/some/results?format=parquet", 400, "format: must be csv, jsonl, json or npz");
		assertProblem("/api/v1/runs/some/results?from=-1", 400, "from: must be at least 0");
		assertProblem("/api/v1/runs/some/results?from=one", 400, "from: must be a whole number, not one");
		assertProblem("/api/v1/runs/none/results", 404, "there is no run none");
	}

	@Test
	void oneSequenceTheFailuresAndTheLogsCanBeRead() {
		StoredRun run = new StoredRun("looked-at", 5).output("x", null, 1, Double.NaN, 3, 4, 5)
			.output("v", 2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
			.fails(2, "two")
			.fails(3, "three");
		run.write(stack.session(), stack.keyspace, new Random(1));
		run.log(stack.session(), stack.keyspace, "hello");
		run.log(stack.session(), stack.keyspace, "wörld\n");
		stack.runs.put(stack.user, run.id, run.document("RUNNING", 4));
		String path = "/api/v1/runs/looked-at";
		assertThat(stack.text(path + "/sequences/1"))
			.isEqualTo("{\"sequence\":1,\"outputs\":{\"x\":null,\"v\":[3.0,4.0]}}");
		assertThat(stack.text(path + "/sequences/2")).isEqualTo(
				"{\"sequence\":2,\"failure\":{\"sequence\":2,\"error_type\":\"ValueError\",\"message\":\"two\",\"traceback\":null}}");
		assertProblem(path + "/sequences/4", 404, "whose first 4 sequences are in");
		JsonNode first = Json.mapper().readTree(stack.text(path + "/failures?limit=1"));
		assertThat(first.at("/items/0/message").asString()).isEqualTo("two");
		JsonNode second = Json.mapper()
			.readTree(stack.text(path + "/failures?limit=2&cursor=" + first.path("next").asString()));
		assertThat(second.at("/items/0/message").asString()).isEqualTo("three");
		assertThat(second.path("next").isNull()).isTrue();
		assertProblem(path + "/failures?cursor=x", 400, "cursor: is not one that a list has given");
		assertThat(stack.text(path + "/logs")).isEqualTo("hello\nwörld\n");
	}

	@Test
	void theServiceIsReadyOnceSparkAnswersAndShowsItsMetrics() {
		await(() -> stack.getAnonymously("/actuator/health/readiness").statusCode() == 200);
		String readiness = new String(stack.getAnonymously("/actuator/health/readiness").body(),
				StandardCharsets.UTF_8);
		assertThat(readiness).contains("\"cassandra\"", "\"runEvents\"", "\"spark\"", "\"pid\"");
		String metrics = new String(stack.getAnonymously("/actuator/prometheus").body(), StandardCharsets.UTF_8);
		assertThat(metrics).contains("ancho_summary_queue", "ancho_summary_seconds_count", "ancho_spark_restarts_total",
				"ancho_export_rows_total");
	}

	private static double odd(int i) {
		double[] odd = { Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, Double.MIN_VALUE, 0.1 };
		return odd[i % odd.length];
	}

	private static void assertProblem(String path, int status, String detail) {
		HttpResponse<byte[]> response = stack.get(path);
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
		assertThat(Json.mapper().readTree(response.body()).path("detail").asString()).contains(detail);
	}

	private static void expect(StoredRun run, int from, int to) throws Exception {
		List<Integer> sequences = IntStream.range(from, to)
			.filter((i) -> !run.failures.containsKey(i))
			.boxed()
			.toList();
		Map<String, Object> outputs = new LinkedHashMap<>();
		for (var entry : run.outputs.entrySet()) {
			int width = entry.getKey().width();
			ByteBuffer bytes = ByteBuffer.allocate(sequences.size() * width * Double.BYTES)
				.order(ByteOrder.LITTLE_ENDIAN);
			sequences.forEach(
					(i) -> IntStream.range(0, width).forEach((k) -> bytes.putDouble(entry.getValue()[i * width + k])));
			Files.write(folder.resolve(entry.getKey().name() + ".f64"), bytes.array());
			outputs.put(entry.getKey().name(), entry.getKey().length());
		}
		Files.write(folder.resolve("expected.json"),
				Json.write(Map.of("sequence", new ArrayList<>(sequences), "outputs", outputs)));
	}

	private static void await(BooleanSupplier condition) {
		long deadline = System.nanoTime() + TestStack.PATIENCE.toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("it did not happen in time").isLessThan(deadline);
			Thread.onSpinWait();
		}
	}

}
