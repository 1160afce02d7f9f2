package io.ancho.run.planning;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import io.ancho.events.ChunkCompleted.LoadedModel;
import io.ancho.events.Json;
import io.ancho.events.Json;
import io.ancho.events.Output;
import io.ancho.events.PartialMoments;
import io.ancho.statistics.Proportion;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PlanTests {

	private static final Instant START = Instant.parse("2026-11-21T09:00:00Z");

	private static final LoadedModel SCALAR = new LoadedModel(false, List.of(new Output("x", null)), "3", Map.of(),
			null, null);

	private static final LoadedModel BATCH = new LoadedModel(true, List.of(new Output("x", null)), "3", Map.of(), null,
			null);

	@RepeatedTest(200)
	void whateverOrderChunksComeInEveryIndexIsPlannedAndCountedOnce(RepetitionInfo repetition) {
		Random random = new Random(repetition.getCurrentRepetition());
		long total = 1 + random.nextLong(3_000_000);
		int blockSize = 1 + random.nextInt(5000);
		LoadedModel model = random.nextBoolean() ? BATCH : SCALAR;
		int slots = 1 + random.nextInt(20);
		double secondsEach = Math.pow(10, -6 + 4 * random.nextDouble());
		Plan plan = new Plan(total, blockSize, START);
		List<PlannedChunk> out = new ArrayList<>(plan.plan(slots, null));
		assertThat(out).singleElement().matches(PlannedChunk::pilot);
		List<CountedChunk> in = new ArrayList<>();
		while (!plan.isComplete()) {
			assertThat(out).hasSizeBetween(1, 3 * slots);
			PlannedChunk chunk = out.remove(random.nextInt(out.size()));
			int count = (chunk.pilot() && !model.batch()) ? 1 + random.nextInt(chunk.count()) : chunk.count();
			CountedChunk counted = indices(chunk.first(), count, secondsEach * count);
			plan.check(counted, model);
			plan.count(counted, START);
			in.add(counted);
			out.addAll(plan.plan(slots, model));
		}
		assertThat(out).isEmpty();
		assertCoversOnce(in, total);
		assertWholeBlocks(in, model, blockSize, total);
		assertMomentsOfIndices(plan, total);
	}

	private static void assertCoversOnce(List<CountedChunk> chunks, long total) {
		long next = 0;
		for (CountedChunk chunk : chunks.stream().sorted((a, b) -> Long.compare(a.first(), b.first())).toList()) {
			assertThat(chunk.first()).isEqualTo(next);
			next += chunk.count();
		}
		assertThat(next).isEqualTo(total);
	}

	private static void assertWholeBlocks(List<CountedChunk> chunks, LoadedModel model, int blockSize, long total) {
		for (CountedChunk chunk : chunks) {
			long end = chunk.first() + chunk.count();
			assertThat(!model.batch() || end == total || end % blockSize == 0).isTrue();
		}
	}

	private static void assertMomentsOfIndices(Plan plan, long total) {
		LiveStatistics.LiveOutput x = Objects.requireNonNull(statistics(plan).outputs().get("x"));
		assertThat(x.count()).isEqualTo(total);
		assertThat(x.mean()).isEqualTo((total - 1) / 2.0);
		assertThat(x.max()).isEqualTo(total - 1.0);
	}

	@Test
	void liveStatisticsAreThoseOfTheContiguousPrefixOnly() {
		Plan plan = new Plan(100_000, 1, START);
		plan.count(indices(0, plan.plan(2, null).get(0).count(), 1e-4), START);
		List<PlannedChunk> chunks = plan.plan(2, SCALAR);
		count(plan, chunks.get(1));
		assertThat(statistics(plan).sequences()).isEqualTo(chunks.get(0).first());
		assertThat(plan.progress(START).completed()).isEqualTo(chunks.get(0).first() + chunks.get(1).count());
		count(plan, chunks.get(0));
		assertThat(statistics(plan).sequences()).isEqualTo(chunks.get(1).end());
	}

	@Test
	void whatIsNotFiniteIsCountedAndIsNoBoundOfTheFigures() {
		Plan plan = new Plan(10, 1, START);
		plan.plan(1, null);
		PartialMoments moments = new PartialMoments(4, 3, 3, 1, 2.5, 5, 1, 4);
		plan.count(new CountedChunk(0, 10, 1, 0, null, Map.of("x", moments), Map.of("large", 2L), Map.of("large", 7L)),
				START);
		LiveStatistics.LiveOutput x = Objects.requireNonNull(statistics(plan).outputs().get("x"));
		assertThat(x).isEqualTo(new LiveStatistics.LiveOutput(4, 3L, 3L, 1L, 2.5, null, null, null));
		LiveStatistics.LiveTarget large = Objects.requireNonNull(statistics(plan).targets().get("large"));
		assertThat(large.trials()).isEqualTo(7);
		assertThat(large.probability()).isEqualTo(2 / 7.0);
		assertThat(large.ci95()).isNotNull().allMatch((end) -> end > 0 && end < 1);
		assertThat(statistics(plan).interval()).isEqualTo("anytime");
	}

	@Test
	void whatAnEarlierVersionHasStoredCanBeRead() {
		CountedChunk chunk = Json.mapper()
			.readValue("""
					{"first": 0, "count": 10, "seconds": 1.0, "failed": 1, "first_failure": null, "hits": {"large": 3},
					 "moments": {"x": {"count": 9, "mean": 1.0, "m2": 2.0, "min": 0.0, "max": 3.0}}}""",
					CountedChunk.class);
		assertThat(Tally.of(chunk).targets().get("large")).isEqualTo(new Proportion(3, 9));
		assertThat(chunk.moments().get("x")).isEqualTo(new PartialMoments(9, 0, 0, 0, 1, 2, 0, 3));
		LiveStatistics statistics = Json.mapper()
			.readValue(
					"""
							{"sequences": 10, "outputs": {"x": {"count": 9, "mean": 1.0, "ci95": [0.9, 1.1], "min": 0.0, "max": 3.0}},
							 "targets": {"large": {"probability": 0.3, "ci95": [0.1, 0.5]}}}""",
					LiveStatistics.class);
		assertThat(statistics.outputs().get("x")).isNotNull();
	}

	@Test
	void nothingIsPlannedWhileThePilotIsOut() {
		Plan plan = new Plan(1_000_000, 1024, START);
		assertThat(plan.plan(10, null)).hasSize(1);
		assertThat(plan.plan(10, null)).isEmpty();
	}

	@Test
	void aPilotThatComesBackShortIsGoneOnFrom() {
		Plan plan = new Plan(1_000_000, 1024, START);
		PlannedChunk pilot = plan.plan(1, null).get(0);
		plan.count(indices(0, 7, 0.5), START);
		assertThat(plan.plan(1, SCALAR).get(0).first()).isEqualTo(7).isLessThan(pilot.end());
	}

	@Test
	void aChunkIsRefusedIfItWasNotPlannedOrIsCutDifferently() {
		Plan plan = new Plan(1_000_000, 1024, START);
		plan.plan(1, null);
		assertThatIllegalArgumentException().isThrownBy(() -> plan.check(indices(5, 1, 1), SCALAR));
		assertThatIllegalArgumentException().isThrownBy(() -> plan.check(indices(0, 8193, 1), SCALAR));
		assertThatIllegalArgumentException().isThrownBy(() -> plan.check(indices(0, 1000, 1), BATCH));
		plan.count(indices(0, 1000, 1), START);
		PlannedChunk next = plan.plan(1, SCALAR).get(0);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> plan.check(indices(next.first(), next.count() - 1, 1), SCALAR));
	}

	@Test
	void aRestoredPlanGoesOnWhereTheOldOneWas() {
		Plan plan = new Plan(100_000, 1, START);
		plan.restore(0, indices(0, 5000, 0.5));
		plan.restore(new PlannedChunk(1, 5000, 20_000, false));
		plan.restore(2, indices(25_000, 20_000, 2));
		assertThat(plan.outstanding()).extracting(PlannedChunk::first).containsExactly(5000L);
		assertThat(plan.plan(1, SCALAR).get(0)).matches((chunk) -> chunk.first() == 45_000 && chunk.ordinal() == 3);
		assertThat(plan.progress(START).completed()).isEqualTo(25_000);
		assertThat(plan.progress(START).contiguous()).isEqualTo(5000);
	}

	@Test
	void aPlanRestoredFromACheckpointIsTheOneRestoredFromAllItsChunks() {
		Plan plan = new Plan(100_000, 1, START);
		plan.count(indices(0, plan.plan(2, null).get(0).count(), 1e-3), START);
		plan.plan(2, SCALAR).forEach((chunk) -> count(plan, chunk));
		Checkpoint checkpoint = plan.checkpoint().orElseThrow();
		assertThat(Json.mapper().readValue(Json.mapper().writeValueAsString(checkpoint), Checkpoint.class))
			.isEqualTo(checkpoint);

		Plan restored = new Plan(100_000, 1, START);
		restored.restore(checkpoint);

		assertThat(restored.chunksOfPrefix()).isEqualTo(plan.chunksOfPrefix()).isGreaterThan(1);
		assertThat(restored.statistics()).isEqualTo(plan.statistics());
		assertThat(restored.progress(START).completed()).isEqualTo(plan.progress(START).completed());
		assertThat(restored.plan(2, SCALAR)).isEqualTo(plan.plan(2, SCALAR));
	}

	@Test
	void thereIsNoCheckpointBeforeTheFirstChunkIsIn() {
		assertThat(new Plan(100_000, 1, START).checkpoint()).isEmpty();
	}

	private static LiveStatistics statistics(Plan plan) {
		return Objects.requireNonNull(plan.statistics());
	}

	private static void count(Plan plan, PlannedChunk chunk) {
		plan.count(indices(chunk.first(), chunk.count(), 1), START);
	}

	/** A chunk whose output {@code x} is the sequence's index. */
	private static CountedChunk indices(long first, int count, double seconds) {
		double m2 = (double) count * ((double) count * count - 1) / 12;
		PartialMoments moments = new PartialMoments(count, 0, 0, 0, first + (count - 1) / 2.0, m2, first,
				first + count - 1);
		return new CountedChunk(first, count, seconds, 0, null, Map.of("x", moments), Map.of(), Map.of());
	}

}
