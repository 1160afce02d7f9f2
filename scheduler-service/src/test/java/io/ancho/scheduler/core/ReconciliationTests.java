package io.ancho.scheduler.core;

import java.time.Duration;
import java.util.List;

import io.ancho.scheduler.core.TaskUpdate.Phase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReconciliationTests {

	private static Script twoRunning() {
		return Script.subscribed().submit("r", 2, 1).offer("agent", 4).running("ancho.r.1").running("ancho.r.2");
	}

	@Test
	void everySubscriptionAsksForTheKnownTasksAndThenForAll() {
		Script script = twoRunning().send(new SchedulerEvent.Disconnected())
			.send(new SchedulerEvent.Subscribed("f-1"))
			.expectReconciled("ancho.r.1", "ancho.r.2");
		assertThat(script.all(Effect.Reconcile.class)).hasSize(2).last().isEqualTo(new Effect.Reconcile(List.of()));
	}

	@Test
	void whatMesosDoesNotTellOfIsAskedForAgainLessAndLessOften() {
		Script script = twoRunning().send(new SchedulerEvent.Disconnected())
			.send(new SchedulerEvent.Subscribed("f-1"))
			.reconciled("ancho.r.1", Phase.RUNNING, "RUNNING")
			.after(Duration.ofSeconds(10))
			.expectReconciled("ancho.r.2")
			.after(Duration.ofSeconds(19))
			.expectNo(Effect.Reconcile.class)
			.after(Duration.ofSeconds(1))
			.expectReconciled("ancho.r.2")
			.reconciled("ancho.r.2", Phase.UNREACHABLE, "UNREACHABLE");
		assertThat(script.unconfirmed()).isZero();
	}

	@Test
	void newSubscriptionPutsEverythingInDoubtAgain() {
		Script script = twoRunning();
		assertThat(script.unconfirmed()).isZero();
		assertThat(script.send(new SchedulerEvent.Subscribed("f-1")).unconfirmed()).isEqualTo(2);
	}

	@Test
	void restartLaunchesNothingTwice() {
		twoRunning().restart()
			.send(new SchedulerEvent.Subscribed("f-1"))
			.offer("agent", 4)
			.expectNothingLaunched()
			.expectExecutors("r", "RUNNING", "RUNNING");
	}

	@Test
	void executorThatMesosNeverHeardOfIsLaunchedAnewUnderANewId() {
		Script.subscribed()
			.submit("r", 1, 1)
			.offer("agent", 4)
			.restart()
			.send(new SchedulerEvent.Subscribed("f-1"))
			.reconciled("ancho.r.1", Phase.LOST, "GONE")
			.offer("agent", 4)
			.expectLaunched("ancho.r.2");
	}

	@Test
	void executorsOfARunThatEndedWhileTheServiceWasAwayAreKilled() {
		Script script = twoRunning().over("r").restart().send(new SchedulerEvent.Subscribed("f-1"));
		script.expectKilled("ancho.r.1", "ancho.r.2");
	}

	@Test
	void launchThatStaysUnansweredIsAskedAbout() {
		Script.subscribed()
			.submit("r", 1, 1)
			.offer("agent", 4)
			.after(Duration.ofSeconds(11))
			.expectReconciled("ancho.r.1");
	}

	@Test
	void allTasksAreAskedForEveryFiveMinutes() {
		twoRunning().after(Duration.ofMinutes(4))
			.expectNo(Effect.Reconcile.class)
			.after(Duration.ofMinutes(1))
			.expect(Effect.Reconcile.class);
	}

	@Test
	void failureOfAnAgentAsksForItsTasks() {
		twoRunning().send(new SchedulerEvent.AgentFailed("agent"))
			.expectReconciled("ancho.r.1", "ancho.r.2")
			.send(new SchedulerEvent.AgentFailed("other"))
			.expectNo(Effect.Reconcile.class);
	}

	@Test
	void removalOfTheFrameworkBeginsAnew() {
		twoRunning().send(new SchedulerEvent.FrameworkRemoved())
			.expect(Effect.StoreFramework.class)
			.expectExecutors("r")
			.expectWaiting("r", "2 of 2 executors wait: there is no connection to Mesos")
			.send(new SchedulerEvent.Subscribed("f-2"))
			.offer("agent", 4)
			.expectLaunched("ancho.r.3", "ancho.r.4");
	}

}
