package io.ancho.scheduler.core;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.ancho.events.ExecutorSpec;
import org.junit.jupiter.api.Test;

/**
 * Which agent an executor goes to.
 */
class PlacementTests {

	private static final ExecutorSpec TWO_GPUS = new ExecutorSpec(1, 1, 1024, 2, null, List.of());

	@Test
	void fullestAgentThatFitsIsFilledFirst() {
		Script script = Script.subscribed().submit("r", 3, 2);
		script
			.offer(script.offerOf("empty", 16, 8192, Map.of()), script.offerOf("full", 1, 8192, Map.of()),
					script.offerOf("fuller", 4, 8192, Map.of()))
			.expectLaunchedOn("fuller", "fuller", "empty");
	}

	@Test
	void runThatWantsToBeSpreadGoesToTheEmptiestAgentsInTurn() {
		Script script = Script.subscribed().submit("r", 4, 1, List.of("hostname", "GROUP_BY"));
		script
			.offer(script.offerOf("a", 8, 8192, Map.of()), script.offerOf("b", 4, 4096, Map.of()),
					script.offerOf("c", 2, 2048, Map.of()))
			.expectLaunchedOn("c", "b", "a", "a");
	}

	@Test
	void runWithoutGpusStaysOffAgentsThatHaveSome() {
		Script script = Script.subscribed().submit("r", 1, 1);
		script.offer(script.offerOf("gpu", new Resources(8, 8192, 0, 4)))
			.expectNothingLaunched()
			.expectWaiting("r",
					"1 of 1 executor waits: all that is offered is on agents with GPUs, which are kept for"
							+ " runs that ask for them")
			.offer(script.offerOf("gpu", new Resources(8, 8192, 0, 0)))
			.expectNothingLaunched()
			.offer("cpu", 1)
			.expectLaunchedOn("cpu");
	}

	@Test
	void operatorMayLetAllRunsOnAgentsWithGpus() {
		Policy policy = new Policy(0, true, Policy.DEFAULT.launchTimeout(), Policy.DEFAULT.unreachableGrace(),
				Policy.DEFAULT.backoff(), Policy.DEFAULT.giveUpAfter(), Policy.DEFAULT.avoidance(),
				Policy.DEFAULT.brake());
		Script script = Script.subscribed(policy).submit("r", 1, 1);
		script.offer(script.offerOf("gpu", new Resources(8, 8192, 0, 4))).expectLaunched("ancho.r.1");
	}

	@Test
	void lackOfGpusIsTold() {
		Script script = Script.subscribed().submit("alice", "r", TWO_GPUS).offer("cpu", 8);
		script.offer(script.offerOf("one", new Resources(8, 8192, 0, 1)))
			.expectNothingLaunched()
			.expectWaiting("r", "1 of 1 executor waits: no offer has 2 GPUs")
			.offer(script.offerOf("two", new Resources(8, 8192, 0, 2)))
			.expectLaunchedOn("two");
	}

	@Test
	void diskIsMatchedAndItsLackTold() {
		Policy policy = new Policy(500, false, Policy.DEFAULT.launchTimeout(), Policy.DEFAULT.unreachableGrace(),
				Policy.DEFAULT.backoff(), Policy.DEFAULT.giveUpAfter(), Policy.DEFAULT.avoidance(),
				Policy.DEFAULT.brake());
		Script script = Script.subscribed(policy).submit("r", 2, 1);
		script.offer(script.offerOf("a", new Resources(8, 8192, 700, 0)))
			.expectLaunched("ancho.r.1")
			.expectWaiting("r", "1 of 2 executors wait: the offers have 200 of 500 MiB of disk free");
	}

	@Test
	void lackOfPortsIsTold() {
		Script script = Script.subscribed().submit("r", 1, 1);
		script.offer(new Offer(List.of("o"), "a", "a.example", Map.of(), new Resources(8, 8192, 0, 0), Ports.NONE))
			.expectWaiting("r", "1 of 1 executor waits: the offers have no port free that executors may take");
	}

	@Test
	void thousandthsThatAdditionLosesDoNotMatter() {
		Script script = Script.subscribed().submit("r", 1, 1);
		script
			.offer(script.offerOf("a", 0.7, 512, Map.of()), script.offerOf("a", 0.2, 512, Map.of()),
					script.offerOf("a", 0.1, 512, Map.of()))
			.expectLaunched("ancho.r.1");
	}

	@Test
	void newNeedAsksForWhatWasDeclined() {
		Script.subscribed()
			.submit("large", 1, 64)
			.after(Duration.ofSeconds(2))
			.expect(Effect.Revive.class)
			.offer("a", 4)
			.expectDeclined(Refusal.UNFIT)
			.after(Duration.ofSeconds(2))
			.expectNo(Effect.Revive.class)
			.submit("small", 1, 1)
			.expect(Effect.Revive.class);
	}

	@Test
	void whatWaitsForItsNextTryIsOfferedTheSameSoon() {
		Script.subscribed()
			.submit("r", 1, 1)
			.offer("agent", 4)
			.failed("ancho.r.1", "Command exited with status 1")
			.offer("agent", 4)
			.expectDeclined(Refusal.SHORT);
	}

}
