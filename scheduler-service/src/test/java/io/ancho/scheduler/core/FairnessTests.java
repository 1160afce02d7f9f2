package io.ancho.scheduler.core;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.ancho.events.ExecutorSpec;
import org.junit.jupiter.api.Test;

/**
 * Who is served first.
 */
class FairnessTests {

	private static ExecutorSpec executors(int count, int cpus, int memMib) {
		return new ExecutorSpec(count, cpus, memMib, 0, null, List.of());
	}

	@Test
	void usersAreServedInTurnHoweverManyRunsTheyHave() {
		Script.subscribed()
			.submit("alice", "a1", executors(9, 1, 512))
			.submit("alice", "a2", executors(9, 1, 512))
			.submit("alice", "a3", executors(9, 1, 512))
			.after(Duration.ofSeconds(1))
			.submit("bob", "b", executors(9, 1, 512))
			.offer("agent", 6)
			.expectLaunched("ancho.a1.1", "ancho.b.1", "ancho.a2.1", "ancho.b.2", "ancho.a3.1", "ancho.b.3");
	}

	/**
	 * The example of the paper: 9 cpus, 18 GB, tasks of 1 cpu + 4 GB and of 3 cpus + 1
	 * GB.
	 */
	@Test
	void dominantSharesAreEqualised() {
		Script script = Script.subscribed()
			.submit("alice", "a", executors(10, 1, 4096))
			.submit("bob", "b", executors(10, 3, 1024));
		script.offer(script.offerOf("agent", 9, 18 * 1024, Map.of()))
			.expectExecutors("a", "LAUNCHING", "LAUNCHING", "LAUNCHING")
			.expectExecutors("b", "LAUNCHING", "LAUNCHING");
	}

	@Test
	void sharesAreByTheUsersWeights() {
		Script script = Script.subscribed()
			.submit("alice", 3, "a", executors(20, 1, 1024))
			.submit("bob", 1, "b", executors(20, 1, 1024));
		script.offer("agent", 8)
			.expectExecutors("a", "LAUNCHING", "LAUNCHING", "LAUNCHING", "LAUNCHING", "LAUNCHING", "LAUNCHING")
			.expectExecutors("b", "LAUNCHING", "LAUNCHING");
	}

	@Test
	void smallRunDoesNotWaitBehindALargeOne() {
		Script script = Script.subscribed().submit("large", 1000, 1);
		for (int i = 0; i < 50; i++) {
			script.offer("agent-" + i, 4);
		}
		script.after(Duration.ofSeconds(1))
			.submit("small", 2, 1)
			.offer("b", 2)
			.expectLaunched("ancho.small.1", "ancho.small.2");
	}

	@Test
	void runThatFindsNoRoomDoesNotKeepItsUsersOthersFromTheirs() {
		Script.subscribed()
			.submit("alice", "wide", executors(1, 16, 1024))
			.submit("alice", "narrow", executors(1, 1, 1024))
			.submit("bob", "b", executors(1, 1, 1024))
			.offer("agent", 4)
			.expectLaunched("ancho.b.1", "ancho.narrow.1");
	}

}
