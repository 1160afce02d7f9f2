package io.ancho.scheduler.core;

import java.time.Duration;

import io.ancho.scheduler.core.TaskUpdate.Phase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A run's executors from its submission to its end.
 */
class RunTests {

	private static Script oneRunning() {
		return Script.subscribed().submit("r", 1, 1).offer("agent", 4).running("ancho.r.1");
	}

	@Test
	void updateIsAcknowledgedAfterItIsStored() {
		oneRunning().expectInOrder(Effect.StoreExecutor.class, Effect.Started.class, Effect.Acknowledge.class)
			.expectExecutors("r", "RUNNING");
	}

	@Test
	void updateOfAReconciliationIsNotAcknowledged() {
		oneRunning().reconciled("ancho.r.1", Phase.RUNNING, "RUNNING").expectNo(Effect.Acknowledge.class);
	}

	@Test
	void repeatedSubmissionChangesNothing() {
		oneRunning().submit("r", 1, 1).expectNo(Effect.StoreRun.class).offer("agent", 4).expectNothingLaunched();
	}

	@Test
	void endOfARunEndsItsExecutors() {
		Script script = oneRunning().over("r").expectKilled("ancho.r.1").expectExecutors("r", "STOPPING");
		assertThat(script.told("r").wanted()).isZero();
		script.after(Duration.ofSeconds(1))
			.update("ancho.r.1", Phase.ENDED, "KILLED", "Command terminated with signal Terminated")
			.expect(Effect.ForgetExecutor.class)
			.expect(Effect.Acknowledge.class)
			.expectExecutors("r")
			.after(Duration.ofSeconds(1));
		assertThat(script.all(Effect.Publish.class)).singleElement()
			.satisfies((publish) -> assertThat(publish.event().executors()).isEmpty());
	}

	@Test
	void killThatWasLostIsRepeated() {
		oneRunning().over("r")
			.after(Duration.ofSeconds(5))
			.expectKilled()
			.after(Duration.ofSeconds(6))
			.expectKilled("ancho.r.1")
			.expectReconciled("ancho.r.1");
	}

	@Test
	void endWhileDisconnectedIsMadeUpForLater() {
		oneRunning().send(new SchedulerEvent.Disconnected())
			.over("r")
			.expectKilled()
			.send(new SchedulerEvent.Subscribed("f-1"))
			.expectKilled("ancho.r.1");
	}

	@Test
	void failedExecutorIsReplacedAfterAMoment() {
		oneRunning().failed("ancho.r.1", "Command exited with status 3")
			.offer("agent", 4)
			.expectNothingLaunched()
			.expectWaiting("r",
					"1 of 1 executor waits: the last attempt failed on agent.example: Command exited with"
							+ " status 3 (TASK_FAILED); the next is at 09:00:01 UTC")
			.after(Duration.ofSeconds(1))
			.offer("agent", 4)
			.expectLaunched("ancho.r.2");
	}

	@Test
	void executorThatLivedLongIsReplacedAtOnce() {
		oneRunning().after(Duration.ofMinutes(5))
			.failed("ancho.r.1", "Command terminated with signal Killed")
			.offer("agent", 4)
			.expectLaunched("ancho.r.2");
	}

	@Test
	void crashLoopSlowsDownAndIsTold() {
		Script script = Script.subscribed().submit("r", 1, 1);
		for (int i = 1; i <= 7; i++) {
			script.offer("agent", 4)
				.expectLaunched("ancho.r." + i)
				.failed("ancho.r." + i, "Command exited with status 1")
				.after(Duration.ofSeconds(Math.min(60, 1L << (i - 1))));
		}
		script.expectWaiting("r", "1 of 1 executor waits: the last 7 attempts failed, the latest on agent.example:"
				+ " Command exited with status 1 (TASK_FAILED); for the next Mesos has been asked for offers");
	}

	@Test
	void lossOfInfrastructureIsNotHeldAgainstTheRun() {
		oneRunning().update("ancho.r.1", Phase.LOST, "GONE", "Agent is gone")
			.offer("agent", 4)
			.expectLaunched("ancho.r.2");
	}

	@Test
	void unreachableExecutorIsWaitedForAndThenReplaced() {
		oneRunning().update("ancho.r.1", Phase.UNREACHABLE, "UNREACHABLE", "")
			.offer("b", 4)
			.expectNothingLaunched()
			.after(Duration.ofSeconds(31))
			.offer("b", 4)
			.expectLaunched("ancho.r.2");
	}

	@Test
	void executorThatComesBackInTimeIsKept() {
		oneRunning().update("ancho.r.1", Phase.UNREACHABLE, "UNREACHABLE", "")
			.after(Duration.ofSeconds(10))
			.running("ancho.r.1")
			.expectKilled()
			.expectExecutors("r", "RUNNING");
	}

	@Test
	void executorThatComesBackAfterItWasReplacedIsKilled() {
		oneRunning().update("ancho.r.1", Phase.UNREACHABLE, "UNREACHABLE", "")
			.after(Duration.ofSeconds(31))
			.offer("b", 4)
			.running("ancho.r.2")
			.running("ancho.r.1")
			.expectKilled("ancho.r.1");
	}

	@Test
	void refusalOfADuplicateDoesNotHarmTheOneThatRuns() {
		oneRunning().update("ancho.r.1", Phase.REFUSED, "ERROR", "Task has duplicate ID")
			.expectExecutors("r", "RUNNING")
			.expectReconciled("ancho.r.1");
	}

	@Test
	void unknownTaskThatRunsIsKilled() {
		Script.subscribed().running("ancho.old.7").expectKilled("ancho.old.7").expect(Effect.Acknowledge.class);
	}

	@Test
	void unknownTaskThatHasEndedIsOnlyAcknowledged() {
		Script.subscribed().failed("ancho.old.7", "").expectKilled().expect(Effect.Acknowledge.class);
	}

	@Test
	void sameNewsIsNotToldTwice() {
		oneRunning().after(Duration.ofSeconds(1))
			.expect(Effect.Publish.class)
			.after(Duration.ofSeconds(1))
			.expectNo(Effect.Publish.class);
	}

	@Test
	void newsOfOneRunAreGatheredForAMoment() {
		Script script = Script.subscribed().submit("r", 3, 1).expect(Effect.Publish.class);
		script.offer("agent", 4).expectNo(Effect.Publish.class).running("ancho.r.1").expectNo(Effect.Publish.class);
		assertThat(script.after(Duration.ofMillis(500)).all(Effect.Publish.class)).singleElement()
			.satisfies((publish) -> assertThat(publish.event().executors()).hasSize(3));
	}

	@Test
	void newsThatKafkaDidNotTakeAreToldAgain() {
		oneRunning().send(new SchedulerEvent.Unpublished(new RunId("r"))).expect(Effect.Publish.class);
	}

}
