package io.ancho.scheduler.core;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Executors follow the work that is left.
 */
class NeedTests {

	@Test
	void executorsThatTheWorkLeftDoesNotOccupyAreEnded() {
		Script script = Script.subscribed().submit("r", 4, 1).offer("agent", 3).running("ancho.r.1");
		script.after(Duration.ofSeconds(1)).needs("r", 1).expectKilled("ancho.r.2", "ancho.r.3");
		assertThat(script.told("r").wanted()).isEqualTo(1);
		script.expectWaiting("r", null).offer("agent", 4).expectNothingLaunched();
	}

	@Test
	void executorThatIsIdleIsEndedAndOneThatMayBeAtWorkIsNot() {
		Script.subscribed()
			.submit("r", 3, 1)
			.offer("agent", 3)
			.running("ancho.r.1")
			.running("ancho.r.2")
			.running("ancho.r.3")
			.needs("r", 1)
			.expectKilled()
			.needs("r", 1, "ancho.r.2")
			.expectKilled("ancho.r.2")
			.needs("r", 1, "ancho.r.1", "ancho.r.2", "ancho.r.3")
			.expectKilled("ancho.r.3");
	}

	@Test
	void moreWorkWantsThemBackButNoMoreThanAskedFor() {
		Script.subscribed()
			.submit("r", 3, 1)
			.needs("r", 1)
			.offer("agent", 8)
			.expectLaunched("ancho.r.1")
			.needs("r", 9)
			.offer("agent", 8)
			.expectLaunched("ancho.r.2", "ancho.r.3");
	}

	@Test
	void needOutlivesARestart() {
		Script.subscribed()
			.submit("r", 3, 1)
			.needs("r", 1)
			.expect(Effect.StoreRun.class)
			.restart()
			.send(new SchedulerEvent.Subscribed("f-1"))
			.offer("agent", 8)
			.expectLaunched("ancho.r.1");
	}

	@Test
	void needOfAnUnknownRunIsPassedOver() {
		Script.subscribed().needs("r", 3).expectNo(Effect.StoreRun.class).offer("agent", 8).expectNothingLaunched();
	}

}
