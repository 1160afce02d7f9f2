package io.ancho.scheduler.core;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.ancho.events.ExecutorSpec;
import io.ancho.events.ExecutorsChanged.Trouble;
import io.ancho.scheduler.core.Cause.Blame;
import io.ancho.scheduler.core.Effect.Warning.Kind;
import io.ancho.scheduler.core.TaskUpdate.Phase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Launches that fail, again and again: who is left alone for how long, and what is told.
 */
class LaunchFailureTests {

	private static final Duration MOMENT = Duration.ofMillis(500);

	private static final Cause TERMINATED = new Cause("EXECUTOR_TERMINATED", Blame.AGENT, "Executor terminated", "");

	private static final Cause EXITED = new Cause("", Blame.UNKNOWN, "Command exited with status 1", "");

	private static final Cause NO_IMAGE = new Cause("CONTAINER_LAUNCH_FAILED", Blame.IMAGE, "manifest unknown", "");

	private static final ExecutorSpec OWN_IMAGE = new ExecutorSpec(1, 1, 1024, 0, "alice/image:1", List.of());

	private final Script script = Script.subscribed();

	private int launches;

	/** Offers agents, and fails whatever is launched on them at once, for a time. */
	private void fail(Cause cause, Duration time, String... agents) {
		for (Instant end = this.script.now().plus(time); this.script.now().isBefore(end);) {
			for (String agent : agents) {
				this.script.offer(agent, 4);
				List<Effect.Launch> launched = this.script.all(Effect.Accept.class)
					.stream()
					.flatMap((accept) -> accept.launches().stream())
					.toList();
				this.launches += launched.size();
				launched.forEach(
						(launch) -> this.script.update(launch.executor().id().value(), Phase.ENDED, "FAILED", cause));
			}
			this.script.after(MOMENT);
		}
	}

	private Trouble trouble() {
		return Objects.requireNonNull(this.script.told("r").trouble());
	}

	@Test
	void launchesThatAgentsFailBecomeRareOnTwoAgents() {
		this.script.submit("r", 1, 1);
		fail(TERMINATED, Duration.ofSeconds(50), "a", "b");
		assertThat(this.launches).isBetween(5, 10);
		assertThat(trouble().attempts()).isEqualTo(this.launches);
	}

	@Test
	void launchesThatTheOnlyAgentFailsBecomeRare() {
		this.script.submit("r", 1, 1);
		fail(TERMINATED, Duration.ofSeconds(50), "a");
		assertThat(this.launches).isBetween(5, 7);
	}

	@Test
	void runOfManyExecutorsTriesOneBeforeTheOthers() {
		this.script.submit("r", 100, 1);
		fail(EXITED, Duration.ofMinutes(5), "a", "b", "c");
		assertThat(this.launches).isLessThan(4 + 4 + 15);
	}

	@Test
	void whoIsTriedAndStaysIsFollowedByTheOthers() {
		this.script.submit("r", 4, 1);
		fail(EXITED, Duration.ofSeconds(10), "a");
		this.script.after(Duration.ofMinutes(1)).offer("a", 8);
		String tried = this.script.all(Effect.Accept.class).get(0).launches().get(0).executor().id().value();
		this.script.running(tried).offer("a", 7).expectNothingLaunched();
		this.script.after(Failures.QUICK).expect(Effect.Revive.class).offer("a", 7);
		assertThat(this.script.all(Effect.Accept.class).get(0).launches()).hasSize(3);
		assertThat(this.script.told("r").trouble()).isNull();
	}

	@Test
	void executorsThatWereLaunchedTogetherAndFailAreOneAttempt() {
		this.script.submit("r", 4, 1).offer("a", 4).after(MOMENT);
		for (int i = 1; i <= 4; i++) {
			this.script.update("ancho.r." + i, Phase.ENDED, "FAILED", EXITED);
		}
		assertThat(trouble().attempts()).isEqualTo(1);
		assertThat(trouble().nextAttempt()).isEqualTo(this.script.now().plusSeconds(1));
	}

	@Test
	void goodRunIsServedWhileAnotherOneFailsByItself() {
		this.script.submit("r", 1, 1);
		fail(EXITED, Duration.ofMinutes(5), "a", "b");
		this.script.submit("bob", "good", new ExecutorSpec(2, 1, 1024, 0, null, List.of()))
			.offer("a", 1)
			.expectLaunchedOn("a")
			.offer("b", 1)
			.expectLaunchedOn("b");
	}

	@Test
	void runThatFailsOnOneAgentIsTriedOnAnotherFirst() {
		this.script.submit("r", 1, 1)
			.offer("other", 0.5)
			.offer("a", 4)
			.update("ancho.r.1", Phase.ENDED, "FAILED", EXITED);
		this.script.after(Duration.ofSeconds(1)).offer("a", 4).expectNothingLaunched();
		this.script.after(Duration.ofSeconds(29)).offer("other", 4).expectLaunchedOn("other");
	}

	@Test
	void otherAgentsAreNotWaitedForForEver() {
		this.script.submit("r", 1, 1)
			.offer("other", 0.5)
			.offer("a", 4)
			.update("ancho.r.1", Phase.ENDED, "FAILED", EXITED);
		this.script.after(Duration.ofSeconds(31)).offer("a", 4).expectLaunchedOn("a");
	}

	@Test
	void agentThatFailsRunsThatDoWellElsewhereIsAvoided() {
		this.script.submit("r", 2, 1).offer("good", 1).running("ancho.r.1").after(Duration.ofMinutes(1));
		fail(EXITED, Duration.ofMinutes(2), "bad");
		assertThat(this.launches).isEqualTo(3);
		this.script.offer("good", 1).expectLaunchedOn("good");
	}

	@Test
	void infrastructureThatIsBackIsTriedWithinAMinute() {
		this.script.submit("r", 1, 1);
		fail(TERMINATED, Duration.ofHours(3), "a", "b");
		this.script.after(Duration.ofMinutes(1))
			.offer(this.script.offerOf("a", 4, 8192, Map.of()), this.script.offerOf("b", 4, 8192, Map.of()));
		assertThat(this.script.all(Effect.Accept.class)).hasSize(1);
		assertThat(trouble().givenUp()).isFalse();
	}

	@Test
	void imageThatDoesNotExistIsTheRunsFaultWhichIsToldInTheEnd() {
		this.script.submit("alice", "r", OWN_IMAGE);
		fail(NO_IMAGE, Duration.ofMinutes(14), "a", "b");
		assertThat(trouble().givenUp()).isFalse();
		assertThat(trouble().advice()).isEqualTo("check executors.image");
		fail(NO_IMAGE, Duration.ofMinutes(2), "a", "b");
		assertThat(trouble().givenUp()).isTrue();
		assertThat(this.script.state().failingRuns()).hasSize(1)
			.allMatch((run) -> this.script.state().blamesTheRun(run, this.script.now()));
	}

	@Test
	void imageOfTheOperatorIsNotTheRunsFault() {
		this.script.submit("r", 1, 1);
		fail(NO_IMAGE, Duration.ofHours(1), "a", "b");
		assertThat(trouble().givenUp()).isFalse();
		assertThat(trouble().advice()).isEqualTo("check ANCHO_EXECUTOR_IMAGE");
	}

	@Test
	void registryThatIsAwayIsNobodysFault() {
		this.script.submit("alice", "r", OWN_IMAGE);
		fail(new Cause("CONTAINER_LAUNCH_FAILED", Blame.REGISTRY, "i/o timeout", ""), Duration.ofHours(1), "a", "b");
		assertThat(trouble().givenUp()).isFalse();
	}

	@Test
	void commandThatFailsInTheRunsOwnImageOnSeveralAgentsIsTheRunsFault() {
		this.script.submit("alice", "r", OWN_IMAGE);
		fail(EXITED, Duration.ofMinutes(20), "a", "b");
		assertThat(trouble().givenUp()).isTrue();
	}

	@Test
	void whatFailsWhereOthersAreLaunchedWithSuccessIsTheRunsFault() {
		this.script.submit("r", 1, 1);
		fail(EXITED, Duration.ofMinutes(1), "a", "b");
		this.script.submit("bob", "good", new ExecutorSpec(1, 1, 1024, 0, null, List.of()))
			.offer("a", 1)
			.running("ancho.good.1");
		fail(EXITED, Duration.ofMinutes(20), "a", "b");
		assertThat(trouble().givenUp()).isTrue();
	}

	@Test
	void whatFailsForEverybodyIsTheOperatorsToMend() {
		this.script.submit("r", 1, 1);
		fail(EXITED, Duration.ofHours(1), "a", "b");
		assertThat(trouble().givenUp()).isFalse();
		assertThat(this.script.state().failingRuns()).hasSize(1)
			.noneMatch((run) -> this.script.state().blamesTheRun(run, this.script.now()));
	}

	@Test
	void operatorIsWarnedOnce() {
		this.script.submit("r", 1, 1);
		int warnings = 0;
		for (int i = 1; i <= 8; i++) {
			this.script.after(Duration.ofMinutes(1))
				.offer("a", 4)
				.expectLaunched("ancho.r." + i)
				.update("ancho.r." + i, Phase.ENDED, "FAILED", TERMINATED);
			warnings += (int) this.script.all(Effect.Warning.class)
				.stream()
				.filter((warning) -> warning.kind() == Kind.LAUNCHES_FAIL)
				.count();
		}
		assertThat(warnings).isEqualTo(1);
	}

	@Test
	void whatTheExecutorWroteIsToldWhenItIsThere() {
		this.script.submit("r", 1, 1).offer("a", 4).update("ancho.r.1", Phase.ENDED, "FAILED", TERMINATED);
		Executor failed = this.script.all(Effect.ReadLog.class).get(0).executor();
		this.script.send(new SchedulerEvent.LogRead(failed, List.of("Starting", "no cgroups here")));
		assertThat(trouble().log()).containsExactly("Starting", "no cgroups here");
		this.script.expectWaiting("r",
				"1 of 1 executor waits: the last attempt failed on a.example: Executor terminated (TASK_FAILED,"
						+ " REASON_EXECUTOR_TERMINATED); its log ends: no cgroups here; the next is at 09:00:01 UTC");
	}

	@Test
	void logOfAnEarlierFailureIsNotTakenForTheLatest() {
		this.script.submit("r", 1, 1).offer("a", 4).update("ancho.r.1", Phase.ENDED, "FAILED", TERMINATED);
		Executor first = this.script.all(Effect.ReadLog.class).get(0).executor();
		this.script.offer("b", 4)
			.update("ancho.r.2", Phase.ENDED, "FAILED", TERMINATED)
			.send(new SchedulerEvent.LogRead(first, List.of("old")));
		assertThat(trouble().log()).isEmpty();
	}

	@Test
	void launchThatTimesOutIsTold() {
		this.script.submit("r", 1, 1).offer("a", 4).after(Duration.ofMinutes(5));
		assertThat(trouble().message()).isEqualTo("it did not run within 300 s");
		assertThat(trouble().agent()).isEqualTo("a.example");
	}

	@Test
	void offerWithoutAPortThatMayBeTakenIsDeclinedForThat() {
		Offer offer = new Offer(List.of("o"), "a", "a.example", Map.of(), new Resources(8, 8192, 0, 0), Ports.NONE);
		this.script.submit("r", 1, 1).offer(offer);
		assertThat(this.script.all(Effect.Decline.class))
			.containsExactly(new Effect.Decline(List.of("o"), Refusal.UNFIT, "ports"));
	}

}
