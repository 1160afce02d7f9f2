package io.ancho.run.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.ancho.events.Numerics;
import io.ancho.events.ChunkCompleted.LoadedModel;
import io.ancho.events.ExecutorSpec;
import io.ancho.events.Output;
import io.ancho.events.Placement;
import io.ancho.events.RunEnded;
import io.ancho.events.RunSubmitted;
import io.ancho.events.SequencesCompleted;
import io.ancho.run.lifecycle.RunDefinition.PinnedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RunTests {

	private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");

	private static final LoadedModel MODEL = new LoadedModel(false, List.of(new Output("x", null)), "3.11", Map.of(),
			"bubblewrap", null);

	private static final RunDefinition DEFINITION = new RunDefinition("n",
			new PinnedModel("sha256:" + "0".repeat(64), "n", "m:f"), Map.of(), 10, 42, 1024, List.of(), List.of(0.5),
			Placement.POOL, null, Duration.ofSeconds(30), null, 0, Map.of(), Numerics.PORTABLE, true);

	private static final Map<RunState, UnaryOperator<Run>> TRANSITIONS = Map.of(RunState.RUNNING,
			(run) -> run.progressed(MODEL, NOW), RunState.SUMMARIZING, (run) -> run.sequencesIn(0, "k", "0.1", NOW),
			RunState.COMPLETED, (run) -> run.complete(NOW), RunState.FAILED, (run) -> run.fail("why", NOW),
			RunState.CANCELLED, (run) -> run.cancel(NOW));

	private static Run submitted() {
		return Run.submit(RunId.next(), "ada", DEFINITION, "queue", NOW);
	}

	private static Run in(RunState state) {
		Run running = submitted().progressed(MODEL, NOW);
		return switch (state) {
			case SUBMITTED -> submitted();
			case RUNNING -> running;
			case SUMMARIZING -> running.sequencesIn(0, "k", "0.1", NOW);
			case COMPLETED -> running.sequencesIn(0, "k", "0.1", NOW).complete(NOW);
			case FAILED -> running.fail("why", NOW);
			case CANCELLED -> running.cancel(NOW);
		};
	}

	@ParameterizedTest
	@EnumSource
	void onlyTheTransitionsOfTheDesignAreAllowed(RunState from) {
		List<RunState> allowed = switch (from) {
			case SUBMITTED -> List.of(RunState.RUNNING, RunState.FAILED, RunState.CANCELLED);
			case RUNNING -> List.of(RunState.RUNNING, RunState.SUMMARIZING, RunState.FAILED, RunState.CANCELLED);
			case SUMMARIZING -> List.of(RunState.COMPLETED, RunState.FAILED, RunState.CANCELLED);
			case COMPLETED, FAILED, CANCELLED -> List.of();
		};
		TRANSITIONS.forEach((to, transition) -> {
			Run run = in(from);
			if (allowed.contains(to)) {
				assertThat(transition.apply(run).state()).isEqualTo(to);
			}
			else {
				assertThatExceptionOfType(IllegalTransitionException.class).isThrownBy(() -> transition.apply(run))
					.withMessageContaining(from.name());
			}
		});
	}

	@Test
	void everyChangeThatOthersMustKnowAddsItsEvent() {
		Run done = in(RunState.COMPLETED);
		assertThat(done.unpublished()).hasExactlyElementsOfTypes(RunSubmitted.class, SequencesCompleted.class,
				RunEnded.class);
		assertThat(done.published().unpublished()).hasExactlyElementsOfTypes(SequencesCompleted.class, RunEnded.class);
	}

	@Test
	void theReasonOfAFailureIsInItsEvent() {
		assertThat(in(RunState.FAILED).unpublished()).last()
			.isInstanceOfSatisfying(RunEnded.class, (ended) -> assertThat(ended.reason()).isEqualTo("why"));
	}

	@Test
	void outputsAreLearntFromTheFirstChunkThatHasAny() {
		LoadedModel silent = new LoadedModel(false, List.of(), "3.11", Map.of(), "bubblewrap", null);
		Run run = submitted().progressed(silent, NOW).progressed(MODEL, NOW.plusSeconds(9));
		assertThat(run.loaded()).isEqualTo(MODEL);
		assertThat(run.progressed(silent, NOW).loaded()).isEqualTo(MODEL);
		assertThat(run.startedAt()).isEqualTo(NOW);
	}

	@ParameterizedTest
	@EnumSource
	void whatOthersWorkByIsToldAgainAndChangesNothing(RunState state) {
		Run run = in(state);
		assertThat(told(run)).isEqualTo(run);
		Run published = run;
		while (!published.unpublished().isEmpty()) {
			published = published.published();
		}
		assertThat(told(published).state()).isEqualTo(state);
		if (state == RunState.SUMMARIZING) {
			assertThat(told(published).unpublished()).isEqualTo(run.unpublished().subList(1, 2));
		}
		else {
			assertThat(told(published).unpublished()).isEmpty();
		}
	}

	@Test
	void executorsOfARunsOwnAreAskedForAgain() {
		RunDefinition definition = new RunDefinition("n", DEFINITION.model(), Map.of(), 10, 42, 1024, List.of(),
				List.of(0.5), Placement.DEDICATED, new ExecutorSpec(2, 1, 1024, 0, null, List.of()),
				Duration.ofSeconds(30), null, 0, Map.of(), Numerics.PORTABLE, true);
		Run submitted = Run.submit(RunId.next(), "ada", definition, "queue", NOW);
		Run running = submitted.published().progressed(MODEL, NOW);
		assertThat(told(running).unpublished()).isEqualTo(submitted.unpublished());
		assertThat(told(running).published()).isEqualTo(running);
	}

	private static Run told(Run run) {
		return run.told("queue", 0, "k", "0.1", NOW);
	}

	@Test
	void oneChunkWithoutAWallIsTold() {
		LoadedModel unwalled = new LoadedModel(false, MODEL.outputs(), "3.11", Map.of(), LoadedModel.NO_SANDBOX, null);

		Run run = submitted().progressed(MODEL, NOW).progressed(unwalled, NOW).progressed(MODEL, NOW);

		assertThat(run.loaded()).isEqualTo(unwalled);
	}

	@Test
	void theCompletedSequencesCarryAllThatASummaryNeeds() {
		assertThat(in(RunState.SUMMARIZING).unpublished()).last()
			.isInstanceOfSatisfying(SequencesCompleted.class, (event) -> {
				assertThat(event.outputs()).isEqualTo(MODEL.outputs());
				assertThat(event.provenance().source()).containsEntry("archive", DEFINITION.model().id());
				assertThat(event.keyspace()).isEqualTo("k");
			});
	}

}
