package io.ancho.scheduler.it;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The service with real Kafka and Cassandra, the stand-in for Mesos as a process of its
 * own, and executors that really run.
 */
class SchedulerIT {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path folder;

	@SuppressWarnings("NullAway.Init")
	private StandInMesos mesos;

	@SuppressWarnings("NullAway.Init")
	private SchedulerUnderTest scheduler;

	private final String run = RunEvents.newRun();

	@BeforeEach
	void start() throws Exception {
		this.mesos = new StandInMesos(this.folder, 2);
		this.mesos.start();
		this.scheduler = new SchedulerUnderTest(this.folder, this.mesos.address());
		this.scheduler.start();
	}

	@AfterEach
	void stop() throws Exception {
		try {
			this.scheduler.close();
		}
		finally {
			this.mesos.close();
		}
	}

	@Test
	void submittedRunGetsItsExecutorsAndLosesThemWhenItIsCancelled() throws Exception {
		this.scheduler.publish(RunEvents.submitted(this.run, 2, 1));
		awaitRunning(2);
		assertThat(this.mesos.commands()).hasSize(2);
		assertThat(this.scheduler.get("/api/v1/executors", "alice").body()).contains("ancho." + this.run + ".1",
				"\"state\":\"RUNNING\"", "\"port\":31000");
		assertThat(this.scheduler.get("/api/v1/executors", "bob").body()).isEqualTo("{\"items\":[],\"next\":null}");
		assertThat(this.scheduler.get("/api/v1/executors", "olga").body()).contains("ancho." + this.run + ".1",
				"\"owner\":\"alice\"");
		assertThat(this.scheduler.get("/api/v1/executors", null).statusCode()).isEqualTo(401);

		this.scheduler.publish(RunEvents.cancelled(this.run));
		Await.until("no executor is left", this.mesos::commands, List::isEmpty);
		Await.until("that was told", () -> this.scheduler.events().latest(this.run),
				(told) -> told != null && told.executors().isEmpty() && told.wanted() == 0);
	}

	@Test
	void executorThatIsKilledIsReplaced() throws Exception {
		this.scheduler.publish(RunEvents.submitted(this.run, 1, 1));
		awaitRunning(1);
		long first = this.mesos.commands().get(0);
		ProcessHandle.of(first).ifPresent(ProcessHandle::destroyForcibly);
		Await.until("there is another", this.mesos::commands,
				(commands) -> commands.size() == 1 && commands.get(0) != first);
		awaitRunning(1);
		assertThat(this.mesos.taskIds()).containsExactly("ancho." + this.run + ".2");
	}

	@Test
	void restartOfTheSchedulerKeepsTheExecutorsAndLaunchesNothingTwice() throws Exception {
		this.scheduler.publish(RunEvents.submitted(this.run, 2, 1));
		awaitRunning(2);
		List<Long> before = this.mesos.commands();
		this.scheduler.stop();
		this.scheduler.start();
		String other = RunEvents.newRun();
		this.scheduler.publish(RunEvents.submitted(other, 1, 1));
		Await.until("the next run waits", () -> this.scheduler.events().latest(other),
				(told) -> told != null && told.waiting() != null && told.waiting().contains("cpu"));
		assertThat(this.mesos.commands()).isEqualTo(before);
		assertThat(this.scheduler.get("/actuator/health/readiness", null).body()).contains("\"status\":\"UP\"");
	}

	@Test
	void secondInstanceWithoutAnElectionTakesOverForGood() throws Exception {
		this.scheduler.publish(RunEvents.submitted(this.run, 1, 1));
		awaitRunning(1);
		List<Long> before = this.mesos.commands();
		SchedulerUnderTest second = this.scheduler.another();
		try {
			second.start();
			Await.until("the first one notices", () -> this.scheduler.get("/actuator/health/readiness", null).body(),
					(health) -> health.contains("nobody is known to be"));
			String other = RunEvents.newRun();
			this.scheduler.publish(RunEvents.submitted(other, 1, 1));
			awaitRunning(other, 1);
			assertThat(this.mesos.commands()).hasSize(2).containsAll(before);
			assertThat(second.get("/actuator/health/readiness", null).body()).contains("\"role\":\"leader\"",
					"\"status\":\"UP\"");
		}
		finally {
			second.stop();
		}
	}

	@Test
	void restartOfMesosKeepsTheExecutorsAndReconciles() throws Exception {
		this.scheduler.publish(RunEvents.submitted(this.run, 2, 1));
		awaitRunning(2);
		List<Long> before = this.mesos.commands();
		this.mesos.kill();
		Await.until("the scheduler notices", () -> this.scheduler.get("/actuator/health/readiness", null).body(),
				(health) -> health.contains("not subscribed with Mesos since"));
		ProcessHandle.of(before.get(0)).ifPresent(ProcessHandle::destroyForcibly);
		this.mesos.start();
		Await.until("the one that died meanwhile is replaced", this.mesos::commands, (commands) -> commands.size() == 2
				&& commands.contains(before.get(1)) && !commands.contains(before.get(0)));
		awaitRunning(2);
	}

	@Test
	void runThatDoesNotFitSaysWhatItWaitsFor() throws Exception {
		this.scheduler.publish(RunEvents.submitted(this.run, 2, 2));
		Await.until("one waits", () -> this.scheduler.events().latest(this.run),
				(told) -> told != null && told.waiting() != null
						&& told.waiting().equals("1 of 2 executors wait: the offers have 0.0 of 2 cpus free"));
	}

	@Test
	void unreadableRecordIsPutAsideAndTheNextOneIsRead() throws Exception {
		this.scheduler.publishUnreadable(this.run);
		this.scheduler.publish(RunEvents.submitted(this.run, 1, 1));
		awaitRunning(1);
	}

	private void awaitRunning(int count) throws Exception {
		awaitRunning(this.run, count);
	}

	private void awaitRunning(String run, int count) throws Exception {
		Await.until(count + " executors run", () -> this.scheduler.events().latest(run),
				(told) -> told != null && told.executors().size() == count
						&& told.executors().stream().allMatch((executor) -> executor.state().equals("RUNNING")));
	}

}
