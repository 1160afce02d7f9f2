package io.ancho.scheduler.core;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MatchingTests {

	@Test
	void offerIsFilledWithExecutorsAndTheRestRefused() {
		Script script = Script.subscribed().submit("r", 3, 1).offer("a", 2.5).expectLaunched("ancho.r.1", "ancho.r.2");
		Effect.Accept accept = script.all(Effect.Accept.class).get(0);
		assertThat(accept.launches()).extracting((launch) -> launch.executor().port()).containsExactly(31000, 31001);
		assertThat(accept.refuse()).isEqualTo(Refusal.UNFIT);
		script.expectWaiting("r", "1 of 3 executors wait: the offers have 0.5 of 1 cpu free");
	}

	@Test
	void intentIsStoredBeforeMesosIsTold() {
		Script.subscribed()
			.submit("r", 1, 1)
			.offer("a", 1)
			.expectInOrder(Effect.StoreRun.class, Effect.StoreExecutor.class, Effect.Accept.class);
	}

	@Test
	void severalOffersOfOneAgentAreTakenTogether() {
		Script script = Script.subscribed().submit("r", 1, 2);
		script
			.send(new SchedulerEvent.Offered(
					List.of(script.offerOf("a", 1, 512, Map.of()), script.offerOf("a", 1, 512, Map.of()))))
			.expectLaunched("ancho.r.1");
		assertThat(script.all(Effect.Accept.class).get(0).offer().ids()).hasSize(2);
	}

	@Test
	void offersOfDifferentAgentsAreNot() {
		Script script = Script.subscribed().submit("r", 1, 2);
		script
			.send(new SchedulerEvent.Offered(
					List.of(script.offerOf("a", 1, 1024, Map.of()), script.offerOf("b", 1, 1024, Map.of()))))
			.expectNothingLaunched();
	}

	@Test
	void eachRunInTurnGetsAnExecutor() {
		Script.subscribed()
			.submit("large", 100, 1)
			.after(Duration.ofSeconds(1))
			.submit("small", 2, 1)
			.offer("a", 4)
			.expectLaunched("ancho.large.1", "ancho.small.1", "ancho.large.2", "ancho.small.2");
	}

	@Test
	void runWithNoneGoesBeforeOneThatHasSome() {
		Script.subscribed()
			.submit("large", 100, 1)
			.offer("a", 3)
			.after(Duration.ofSeconds(1))
			.submit("late", 1, 1)
			.offer("a", 1)
			.expectLaunched("ancho.late.1");
	}

	@Test
	void largerRunDoesNotKeepASmallerOneFromAnOfferThatFitsOnlyThat() {
		Script.subscribed().submit("wide", 1, 8).submit("narrow", 1, 1).offer("a", 4).expectLaunched("ancho.narrow.1");
	}

	@Test
	void lackOfMemoryIsTold() {
		Script.subscribed()
			.submit("r", 1, 1)
			.offer("a", 4, 512, Map.of())
			.expectDeclined(Refusal.UNFIT)
			.expectWaiting("r", "1 of 1 executor waits: the offers have 512 of 1024 MiB of memory free");
	}

	@Test
	void almostOneCpuIsNotToldAsOne() {
		Script.subscribed()
			.submit("r", 1, 1)
			.offer("a", 0.99)
			.expectWaiting("r", "1 of 1 executor waits: the offers have 0.9 of 1 cpu free");
	}

	@Test
	void theBestOfRecentOffersIsTold() {
		Script.subscribed()
			.submit("r", 1, 8)
			.after(Duration.ofSeconds(1))
			.offer("a", 6)
			.offer("b", 2)
			.expectWaiting("r", "1 of 1 executor waits: the offers have 6.0 of 8 cpus free")
			.after(Duration.ofSeconds(36))
			.expectWaiting("r", "1 of 1 executor waits: Mesos offers nothing at present");
	}

	@Test
	void unmetConstraintIsTold() {
		Script.subscribed()
			.submit("r", 1, 1, List.of("zone", "LIKE", "z1"))
			.offer("a", 4, 4096, Map.of("zone", "z2"))
			.expectWaiting("r", "1 of 1 executor waits: no offer meets the constraint zone LIKE z1")
			.offer("b", 4, 4096, Map.of("zone", "z1"))
			.expectLaunched("ancho.r.1");
	}

	@Test
	void uniqueHostsSpreadARun() {
		Script.subscribed()
			.submit("r", 2, 1, List.of("hostname", "UNIQUE"))
			.offer("a", 4)
			.expectLaunched("ancho.r.1")
			.offer("b", 4)
			.expectLaunched("ancho.r.2")
			.expectWaiting("r", null);
	}

	@Test
	void offersAreNotWantedWhileNothingWaits() {
		Script.subscribed()
			.expect(Effect.Suppress.class)
			.offer("a", 4)
			.expectDeclined(Refusal.LONG)
			.after(Duration.ofSeconds(5))
			.submit("r", 1, 1)
			.expect(Effect.Revive.class)
			.offer("a", 4)
			.expectLaunched("ancho.r.1")
			.expect(Effect.Suppress.class);
	}

	@Test
	void revivalsAreAtLeastASecondApart() {
		Script.subscribed()
			.submit("r", 1, 1)
			.expectNo(Effect.Revive.class)
			.after(Duration.ofSeconds(1))
			.expect(Effect.Revive.class);
	}

}
