package io.ancho.run;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Collectors;

import io.ancho.events.Chunk;
import io.ancho.events.ChunkCompleted;
import io.ancho.events.ChunkImpeded;
import io.ancho.events.ChunkFailed.Cause;
import io.ancho.events.ChunkFailed;
import io.ancho.events.Json;
import io.ancho.events.SequenceFailure;
import io.ancho.events.RunEnded;
import io.ancho.events.RunEvent;
import io.ancho.events.RunSubmitted;
import io.ancho.events.SequencesCompleted;
import io.ancho.events.SummaryCompleted;
import io.ancho.events.SummaryFailed;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class RunLifeIT {

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
	void aRunOfOneSequenceOnAWarmServiceTakesLittleOfTwoSeconds() {
		try (Executor executor = stack.executor(); EventTap events = new EventTap(stack)) {
			long best = Long.MAX_VALUE;
			for (int i = 0; i < 5; i++) {
				long start = System.nanoTime();
				runOneSequence(executor, events);
				best = Math.min(best, System.nanoTime() - start);
			}
			assertThat(best).isLessThan(TimeUnit.MILLISECONDS.toNanos(1000));
		}
	}

	private static void runOneSequence(Executor executor, EventTap events) {
		String run = submit(1, "");
		Chunk chunk = executor.take(stack.topics().poolQueue());
		assertThat(chunk.pilot()).isTrue();
		executor.complete(chunk);
		assertThat(events.next(run)).isInstanceOf(RunSubmitted.class);
		assertThat(events.next(run)).isInstanceOf(SequencesCompleted.class);
		executor.send(stack.topics().summaries(), run, Json.write(new SummaryCompleted(run)));
		assertThat(await(run, "COMPLETED").path("progress").path("contiguous").asLong()).isEqualTo(1);
		assertThat(events.next(run)).isInstanceOf(RunEnded.class);
	}

	@Test
	void everySequenceIsHandedOutOnceAndCountedOnce() {
		try (Executor executor = stack.executor()) {
			String run = submit(200_000, ", \"executors\": {\"count\": 2}");
			String queue = "ancho.chunks." + run;
			Chunk pilot = executor.take(queue);
			executor.complete(pilot, 5000, 0);
			executor.complete(pilot, 4000, 0);
			long covered = 5000;
			while (covered < 200_000) {
				Chunk chunk = executor.take(queue);
				assertThat(chunk.first()).isEqualTo(covered);
				executor.complete(chunk);
				executor.complete(chunk);
				covered += chunk.count();
			}
			JsonNode in = await(run, "SUMMARIZING");
			assertThat(in.path("progress").path("completed").asLong()).isEqualTo(200_000);
			JsonNode x = in.path("statistics").path("outputs").path("x");
			assertThat(x.path("mean").asDouble()).isEqualTo(99_999.5);
			assertThat(x.path("count").asLong()).isEqualTo(200_000);
			cancel(run);
		}
	}

	@Test
	void reportsThatComeTogetherAreEachCountedOnceWhateverTheirOrder() {
		try (Executor executor = stack.executor()) {
			String run = submit(400_000, ", \"executors\": {\"count\": 6}");
			String queue = "ancho.chunks." + run;
			executor.complete(executor.take(queue), 5000, 0);
			long covered = 5000;
			while (covered < 400_000) {
				List<Chunk> taken = new ArrayList<>();
				while (covered < 400_000 && taken.size() < 6) {
					taken.add(executor.take(queue));
					covered += taken.get(taken.size() - 1).count();
				}
				taken.forEach(executor::complete);
				Collections.reverse(taken);
				taken.forEach(executor::complete);
			}
			JsonNode in = await(run, "SUMMARIZING");
			assertThat(in.path("progress").path("completed").asLong()).isEqualTo(400_000);
			assertThat(in.path("statistics").path("outputs").path("x").path("mean").asDouble()).isEqualTo(199_999.5);
			assertThat(in.path("statistics").path("outputs").path("x").path("count").asLong()).isEqualTo(400_000);
			cancel(run);
		}
	}

	@Test
	void aChunkThatStragglesIsHandedOutOnceMoreAndTheFirstReportCounts() {
		try (Executor executor = stack.executor()) {
			String run = submit(10_000, ", \"executors\": {\"count\": 3}");
			String queue = "ancho.chunks." + run;
			executor.complete(executor.take(queue), 100, 0);
			List<Chunk> chunks = new ArrayList<>();
			long covered = 100;
			while (covered < 10_000) {
				Chunk chunk = executor.take(queue);
				chunks.add(chunk);
				covered += chunk.count();
				if (covered < 10_000) {
					executor.complete(chunk);
				}
			}
			Chunk straggler = chunks.get(chunks.size() - 1);
			executor.runs(run, 3);
			assertThat(executor.take(queue)).extracting(Chunk::first, Chunk::count)
				.containsExactly(straggler.first(), straggler.count());
			executor.complete(straggler);
			executor.complete(straggler);
			assertThat(await(run, "SUMMARIZING").path("progress").path("completed").asLong()).isEqualTo(10_000);
			cancel(run);
		}
	}

	@Test
	void aChunkThatCannotBeExecutedFailsTheRunAndSaysWhatToDo() {
		try (Executor executor = stack.executor()) {
			String run = submit(10, ", \"executors\": {}");
			Chunk chunk = executor.take("ancho.chunks." + run);
			executor.report(run, new ChunkFailed(run, "executor-1", chunk.first(), chunk.count(),
					ChunkFailed.Cause.MODEL, "model.py, line 3: NameError: name 'np' is not defined", 0, null));
			assertThat(await(run, "FAILED").path("reason").asString()).contains("NameError: name 'np' is not defined",
					"correct the model");
		}
	}

	@Test
	void whatImpedesAChunkThreeTimesFailsTheRunWithTheReasonAndItsSlotIsFreeMeanwhile() {
		try (Executor executor = stack.executor()) {
			String run = submit(10, ", \"executors\": {}");
			for (int i = 1; i <= 3; i++) {
				Chunk chunk = executor.take("ancho.chunks." + run);
				executor.report(run, impeded(chunk, "executor-" + i, Cause.ENVIRONMENT, "pip ended with status 1"));
			}
			assertThat(await(run, "FAILED").path("reason").asString()).contains("pip ended with status 1",
					"correct pip-requirements.txt");
		}
	}

	@Test
	void anOutageIsWaitedForAndShown() {
		try (Executor executor = stack.executor()) {
			String run = submit(10, ", \"executors\": {}");
			for (int i = 1; i <= 4; i++) {
				Chunk chunk = executor.take("ancho.chunks." + run);
				executor.report(run, impeded(chunk, "executor-1", null, "cannot store results: no node answers"));
				stack.api().await(run, (body) -> body.path("reason").asString("").contains("no node answers"));
			}
			executor.complete(executor.take("ancho.chunks." + run));
			await(run, "SUMMARIZING");
			cancel(run);
		}
	}

	private static ChunkImpeded impeded(Chunk chunk, String executor, @Nullable Cause cause, String message) {
		return new ChunkImpeded(chunk.run(), executor, chunk.first(), chunk.count(), cause, message);
	}

	@Test
	void aDeadLetterOfARunEndsIt() {
		try (Executor executor = stack.executor(); EventTap letters = EventTap.ofDeadLetters(stack)) {
			String run = submit(10, ", \"executors\": {}");
			Chunk chunk = executor.take("ancho.chunks." + run);
			executor.report(run, new ChunkCompleted(run, "executor-1", 1, chunk.first(), chunk.count() + 1, 1, 0, null,
					Executor.MODEL, Map.of(), Map.of(), Map.of()));
			assertThat(await(run, "FAILED").path("reason").asString()).contains("dead letters",
					"11 sequences from 0 were not planned");
			assertThat(letters.nextHeaders()).containsKey("reason");
		}
	}

	@Test
	void aRunAtTheLimitsOfASubmissionRuns() {
		try (Executor executor = stack.executor()) {
			String wide = "\uD83C\uDFB2".repeat(100);
			String labels = IntStream.range(0, 64)
				.mapToObj((i) -> "\"%s\": \"%s\"".formatted((i + 10) + wide.substring(4), wide))
				.collect(Collectors.joining(", ", ", \"labels\": {", "}"));
			String targets = IntStream.range(0, 100)
				.mapToObj((i) -> "{\"name\": \"%s\", \"output\": \"%s\", \"op\": \">\", \"value\": 0}"
					.formatted((i + 100) + wide.substring(4), wide))
				.collect(Collectors.joining(", ", ", \"targets\": [", "]"));
			String values = ", \"starting_values\": {\"v\": [" + "1,".repeat(130_000) + "1]}";
			String run = submit(10, ", \"executors\": {}" + labels + targets + values);
			Chunk chunk = executor.take("ancho.chunks." + run);
			assertThat((List<?>) chunk.startingValues().get("v")).hasSize(130_001);
			executor.complete(chunk);
			assertThat(await(run, "SUMMARIZING").path("labels").size()).isEqualTo(64);
			cancel(run);
		}
	}

	@Test
	void aRunThatTakesLongerThanItsTimeoutFails() {
		try (Executor executor = stack.executor()) {
			String run = submit(10, ", \"executors\": {}, \"timeout\": \"PT0.2S\"");
			executor.complete(executor.take("ancho.chunks." + run), 5, 0);
			assertThat(await(run, "FAILED").path("reason").asString()).contains("longer than its timeout of PT0.2S");
		}
	}

	@Test
	void aSummaryThatCannotBeMadeFailsTheRun() {
		try (Executor executor = stack.executor()) {
			String run = submit(10, ", \"executors\": {}");
			executor.complete(executor.take("ancho.chunks." + run));
			await(run, "SUMMARIZING");
			executor.send(stack.topics().summaries(), run, Json.write(new SummaryFailed(run, "no sequence succeeded")));
			assertThat(await(run, "FAILED").path("reason").asString()).contains("no sequence succeeded");
		}
	}

	@Test
	void theQueueOfARunGoesWhenTheRunIsOver() {
		String run = submit(10, ", \"executors\": {}");
		Admin admin = stack.bean(Admin.class);
		String queue = "ancho.chunks." + run;
		ApiClient.await(() -> admin.listTopics().names().get().contains(queue), (there) -> there);
		cancel(run);
		ApiClient.await(() -> admin.listTopics().names().get().contains(queue), (there) -> !there);
	}

	@Test
	void theShareGroupOfARunGoesWhenTheRunIsOverAndItsExecutorsHaveLeft() {
		String run = submit(10, ", \"executors\": {}");
		String queue = "ancho.chunks." + run;
		Admin admin = stack.bean(Admin.class);
		try (Executor executor = stack.executor()) {
			executor.take(queue);
			cancel(run);
			assertThat(shareGroups(admin)).contains(queue);
		}
		ApiClient.await(() -> shareGroups(admin), (groups) -> !groups.contains(queue));
	}

	private static List<String> shareGroups(Admin admin) {
		return admin.listGroups(ListGroupsOptions.forShareGroups())
			.all()
			.toCompletionStage()
			.toCompletableFuture()
			.join()
			.stream()
			.map(GroupListing::groupId)
			.toList();
	}

	@Test
	void moreFailuresThanAllowedFailTheRunAndNameTheSequence() {
		try (Executor executor = stack.executor()) {
			String run = submit(10, ", \"executors\": {}");
			executor.complete(executor.take("ancho.chunks." + run), 10, 1);
			assertThat(await(run, "FAILED").path("reason").asString()).contains("sequence 0 failed with ValueError",
					"balance is negative", "max_failures is 0", "ancho replay " + run + " 0");
		}
	}

	@Test
	void aSequenceThatEndsItsProcessFailsTheRunAndIsNamed() {
		try (Executor executor = stack.executor()) {
			String run = submit(10, ", \"executors\": {}");
			Chunk chunk = executor.take("ancho.chunks." + run);
			SequenceFailure failure = new SequenceFailure(3, "ProcessExited",
					"the model's process exited with status 3\nThe last it printed:\nfarewell", null);
			executor.report(run, new ChunkFailed(run, "executor-1", chunk.first(), chunk.count(),
					ChunkFailed.Cause.FAILURES, "more sequences failed than max_failures allows", 1, failure));
			assertThat(await(run, "FAILED").path("reason").asString())
				.isEqualTo("sequence 3 failed with ProcessExited: the model's process exited with status 3; "
						+ "1 failed and max_failures is 0. See it with 'ancho replay " + run
						+ " 3' and correct the model, or submit with a larger max_failures");
		}
	}

	@Test
	void aRecordThatCannotBeReadGoesToTheDeadLettersAndTheNextIsRead() {
		try (Executor executor = stack.executor(); EventTap letters = EventTap.ofDeadLetters(stack)) {
			executor.send(stack.topics().chunkResults(), "x", "{not json".getBytes(StandardCharsets.UTF_8));
			executor.send(stack.topics().chunkResults(), "y", "null".getBytes(StandardCharsets.UTF_8));
			String run = submit(10, ", \"executors\": {}");
			executor.complete(executor.take("ancho.chunks." + run));
			await(run, "SUMMARIZING");
			Map<String, String> headers = letters.nextHeaders();
			assertThat(headers.get("topic")).isEqualTo(stack.topics().chunkResults());
			assertThat(headers.get("reason")).contains("not a ChunkEvent");
			cancel(run);
		}
	}

	@Test
	void aCancelledRunIsCancelledAtOnceAndForGood() {
		try (EventTap events = new EventTap(stack)) {
			String run = submit(1000, ", \"executors\": {}");
			assertThat(stack.api().post("/api/v1/runs/" + run + "/cancel", "").status()).isEqualTo(202);
			assertThat(events.next(run)).isInstanceOf(RunSubmitted.class);
			RunEvent ended = events.next(run);
			assertThat(ended).isInstanceOfSatisfying(RunEnded.class,
					(event) -> assertThat(event.state()).isEqualTo(RunEnded.FinalState.CANCELLED));
			ApiClient.Answer again = stack.api().post("/api/v1/runs/" + run + "/cancel", "");
			assertThat(List.of(again.status(), again.text("state"))).isEqualTo(List.of(200, "CANCELLED"));
		}
	}

	private static String submit(long sequences, String more) {
		ApiClient.Answer answer = stack.api()
			.post("/api/v1/runs", "{\"model\": {\"id\": \"" + model + "\"}, \"sequences\": " + sequences + more + "}");
		assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
		return answer.text("id");
	}

	private static JsonNode await(String run, String state) {
		return stack.api().await(run, (body) -> body.path("state").asString().equals(state));
	}

	private static void cancel(String run) {
		stack.api().post("/api/v1/runs/" + run + "/cancel", "");
	}

}
