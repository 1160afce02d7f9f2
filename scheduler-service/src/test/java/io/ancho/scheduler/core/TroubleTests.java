package io.ancho.scheduler.core;

import java.time.Duration;

import io.ancho.scheduler.core.Cause.Blame;
import io.ancho.scheduler.core.Effect.Warning.Kind;
import io.ancho.scheduler.core.TaskUpdate.Phase;
import org.junit.jupiter.api.Test;

/**
 * Whom failures count against.
 */
class TroubleTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	/**
	 * One executor after the other fails on the agent named agent, of two that are known.
	 */
	private static Script failing(int times, Blame blame) {
		Script script = Script.subscribed().submit("r", 1, 1).offer("other", 0);
		for (int i = 1; i <= times; i++) {
			script.offer("agent", 4).expectLaunched("ancho.r." + i).failed("ancho.r." + i, blame, "it failed");
			if (i < times) {
				script.after(MINUTE);
			}
		}
		return script;
	}

	@Test
	void agentThatKeepsFailingExecutorsIsAvoidedForAWhile() {
		failing(3, Blame.AGENT)
			.expectWarned(Kind.AGENT_AVOIDED, "Executors keep failing on agent.example; it is avoided for 600 s")
			.offer("agent", 4)
			.expectNothingLaunched()
			.expectWaiting("r",
					"1 of 1 executor waits: the last 3 attempts failed, the latest on agent.example: it failed"
							+ " (TASK_FAILED); the next is at 09:12:00 UTC")
			.offer("other", 4)
			.expectLaunchedOn("other")
			.failed("ancho.r.4", "")
			.after(Duration.ofMinutes(11))
			.offer("agent", 4)
			.expectLaunchedOn("agent");
	}

	@Test
	void executorThatKnowsOfItsRunsEndFirstIsNotReplacedBeforeTheNewsCanBeHere() {
		Script script = Script.subscribed()
			.submit("r", 1, 1)
			.offer("agent", 4)
			.expectLaunched("ancho.r.1")
			.running("ancho.r.1")
			.after(MINUTE)
			.update("ancho.r.1", Phase.ENDED, "FINISHED", "Command exited with status 0")
			.after(Duration.ofSeconds(9))
			.offer("agent", 4)
			.expectNothingLaunched();
		script.after(Duration.ofSeconds(1)).offer("agent", 4).expectLaunched("ancho.r.2");
	}

	@Test
	void executorsThatEndAtOnceWithStatusZeroAreNotHeldAgainstTheAgentButDelayTheNext() {
		Script script = Script.subscribed().submit("r", 1, 1).offer("other", 0);
		for (int i = 1; i <= 5; i++) {
			script.offer("agent", 4)
				.expectLaunched("ancho.r." + i)
				.update("ancho.r." + i, Phase.ENDED, "FINISHED", "Command exited with status 0");
			script.after(Duration.ofSeconds((i < 5) ? 10 : 15));
		}
		script.offer("agent", 4).expectNothingLaunched().expectNo(Effect.Warning.class);
	}

	@Test
	void faultOfTheModelIsNotHeldAgainstTheAgent() {
		failing(3, Blame.RUN).expectNo(Effect.Warning.class).after(MINUTE).offer("agent", 4).expectLaunchedOn("agent");
	}

	@Test
	void onlyAgentThereIsIsNotAvoided() {
		Script script = Script.subscribed().submit("r", 1, 1);
		for (int i = 1; i <= 4; i++) {
			script.offer("agent", 4).expectLaunched("ancho.r." + i).failed("ancho.r." + i, "").after(MINUTE);
		}
	}

	@Test
	void faultOfAnAgentIsNotHeldAgainstTheRun() {
		failing(1, Blame.AGENT).offer("agent", 4)
			.expectNothingLaunched()
			.expectDeclined(Refusal.SHORT)
			.offer("other", 4)
			.expectLaunched("ancho.r.2");
	}

	@Test
	void faultOfTheModelIsToldWithWhatToChangeHoweverLongItTook() {
		Script.subscribed()
			.submit("r", 1, 1)
			.offer("agent", 4)
			.running("ancho.r.1")
			.after(Duration.ofHours(1))
			.update("ancho.r.1", Phase.ENDED, "FAILED",
					new Cause("CONTAINER_LIMITATION_MEMORY", Blame.RUN, "Memory limit exceeded",
							"raise executors.mem_mib"))
			.expectWaiting("r",
					"1 of 1 executor waits: the last attempt failed on agent.example: Memory limit exceeded"
							+ " (TASK_FAILED, REASON_CONTAINER_LIMITATION_MEMORY); raise executors.mem_mib; the next is"
							+ " at 10:00:01 UTC");
	}

	@Test
	void launchThatTakesTooLongIsEndedAndTriedElsewhere() {
		Script.subscribed()
			.submit("r", 1, 1)
			.offer("other", 0)
			.offer("agent", 4)
			.after(Duration.ofSeconds(299))
			.expectKilled()
			.after(Duration.ofSeconds(1))
			.expectKilled("ancho.r.1")
			.offer("agent", 4)
			.expectNothingLaunched()
			.offer("other", 4)
			.expectLaunchedOn("other");
	}

	@Test
	void slowLaunchIsTold() {
		Script script = Script.subscribed().submit("r", 1, 1).offer("agent", 4).after(Duration.ofMinutes(5));
		script.expectInOrder(Effect.Warning.class, Effect.StoreExecutor.class, Effect.Kill.class);
	}

}
