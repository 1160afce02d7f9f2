package io.ancho.scheduler.core;

import java.time.Duration;

import io.ancho.scheduler.core.Cause.Blame;
import io.ancho.scheduler.core.TaskUpdate.Phase;
import org.junit.jupiter.api.Test;

/**
 * What happens when much vanishes at once.
 */
class BrakeTests {

	private static final Cause REMOVED = new Cause("AGENT_REMOVED", Blame.NOBODY, "", "");

	private static Script running(int executors) {
		Script script = Script.subscribed().submit("r", executors, 1).offer("agent", executors);
		for (int i = 1; i <= executors; i++) {
			script.running("ancho.r." + i);
		}
		return script;
	}

	private static Script lose(Script script, int executors) {
		for (int i = 1; i <= executors; i++) {
			script.update("ancho.r." + i, Phase.LOST, "GONE", REMOVED);
		}
		return script;
	}

	@Test
	void nothingIsReplacedForAWhileWhenMoreThanAFifthVanishesAtOnce() {
		lose(running(30), 7).expect(Effect.Warning.class)
			.offer("agent", 7)
			.expectNothingLaunched()
			.expectDeclined(Refusal.SHORT)
			.expectWaiting("r",
					"7 of 30 executors wait: 7 of 30 executors vanished within 60 s; nothing is replaced"
							+ " until 2026-11-21T09:02:00Z")
			.after(Duration.ofSeconds(119))
			.offer("agent", 7)
			.expectNothingLaunched()
			.after(Duration.ofSeconds(1))
			.offer("agent", 7)
			.expectExecutors("r", states(30, "RUNNING", "LAUNCHING"));
	}

	private static String[] states(int count, String first, String last) {
		String[] states = new String[count];
		for (int i = 0; i < count; i++) {
			states[i] = (i < count - 7) ? first : last;
		}
		return states;
	}

	@Test
	void aFifthIsReplacedAtOnce() {
		lose(running(30), 6).expectNo(Effect.Warning.class).offer("agent", 6).expect(Effect.Accept.class);
	}

	@Test
	void whatVanishesSlowlyIsReplacedAtOnce() {
		Script script = running(30);
		for (int i = 1; i <= 12; i++) {
			script.update("ancho.r." + i, Phase.LOST, "GONE", REMOVED)
				.after(Duration.ofSeconds(20))
				.offer("agent", 1)
				.expectLaunched("ancho.r." + (30 + i));
		}
	}

	@Test
	void fewExecutorsAreNoCluster() {
		lose(running(4), 4).expectNo(Effect.Warning.class).offer("agent", 4).expect(Effect.Accept.class);
	}

	@Test
	void newRunsGetTheirsMeanwhile() {
		lose(running(10), 5).submit("s", 1, 1).offer("agent", 8).expectLaunched("ancho.s.1");
	}

	@Test
	void whoComesBackMeanwhileIsWelcome() {
		Script script = running(10);
		for (int i = 1; i <= 10; i++) {
			script.update("ancho.r." + i, Phase.UNREACHABLE, "UNREACHABLE", REMOVED);
		}
		script.after(Duration.ofSeconds(100)).offer("b", 10).expectNothingLaunched();
		for (int i = 1; i <= 10; i++) {
			script.running("ancho.r." + i).expectKilled();
		}
		script.after(Duration.ofSeconds(100)).offer("b", 10).expectNothingLaunched();
	}

	@Test
	void vanishedAgentsPutItOnToo() {
		Script script = Script.subscribed().submit("r", 20, 1);
		for (int i = 1; i <= 20; i++) {
			script.offer("agent-" + i, 1);
		}
		for (int i = 1; i <= 5; i++) {
			script.send(new SchedulerEvent.AgentFailed("agent-" + i));
		}
		script.expectWarned(Effect.Warning.Kind.BRAKED,
				"5 of 20 agents vanished within 60 s; nothing is replaced until 2026-11-21T09:02:00Z");
	}

}
