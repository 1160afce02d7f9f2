package io.ancho.scheduler.it;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two instances of the service, with a real ZooKeeper between them.
 */
class FailoverIT {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path folder;

	private final TestingServer zookeeper = new TestingServer();

	@SuppressWarnings("NullAway.Init")
	private StandInMesos mesos;

	@SuppressWarnings("NullAway.Init")
	private SchedulerUnderTest first;

	@SuppressWarnings("NullAway.Init")
	private SchedulerUnderTest second;

	private final String run = RunEvents.newRun();

	FailoverIT() throws Exception {
	}

	@BeforeEach
	void start() throws Exception {
		this.mesos = new StandInMesos(this.folder, 3);
		this.mesos.start();
		this.first = new SchedulerUnderTest(this.folder, this.mesos.address())
			.with("ancho.leader.zookeeper", "zk://" + this.zookeeper.getConnectString() + "/ancho/leader")
			.with("ancho.leader.session", "4s");
		this.first.start();
		awaitHealth(this.first, "\"role\":\"leader\"", "UP");
		this.second = this.first.another();
		this.second.start();
		awaitHealth(this.second, "\"role\":\"standby\"", "UP");
		this.first.publish(RunEvents.submitted(this.run, 2, 1));
		awaitRunning(this.run, 2);
		assertThat(this.second.get("/api/v1/executors", "alice").body()).contains("ancho." + this.run + ".1",
				"ancho." + this.run + ".2");
	}

	@AfterEach
	void stop() throws Exception {
		try {
			this.second.stop();
			this.first.close();
		}
		finally {
			this.mesos.close();
			this.zookeeper.close();
		}
	}

	@Test
	void standbyTakesOverTheExecutorsAndTheRunsToCome() throws Exception {
		List<Long> before = this.mesos.commands();
		this.first.stop();
		awaitHealth(this.second, "\"role\":\"leader\"", "UP");
		assertNewRunIsServedBesides(before);
	}

	@Test
	void lossOfZooKeeperEndsNothingAndItsReturnGivesALeader() throws Exception {
		List<Long> before = this.mesos.commands();
		this.zookeeper.stop();
		awaitHealth(this.first, "\"role\":\"standby\"", "nobody is known to be");
		awaitHealth(this.second, "\"role\":\"standby\"", "nobody is known to be");
		assertThat(this.mesos.commands()).isEqualTo(before);
		this.zookeeper.restart();
		assertNewRunIsServedBesides(before);
	}

	private void assertNewRunIsServedBesides(List<Long> before) throws Exception {
		String other = RunEvents.newRun();
		this.first.publish(RunEvents.submitted(other, 1, 1));
		awaitRunning(other, 1);
		assertThat(this.mesos.commands()).hasSize(3).containsAll(before);
	}

	private void awaitRunning(String run, int count) throws Exception {
		Await.until(count + " executors run", () -> this.first.events().latest(run),
				(told) -> told != null && told.executors().size() == count
						&& told.executors().stream().allMatch((executor) -> executor.state().equals("RUNNING")));
	}

	private static void awaitHealth(SchedulerUnderTest scheduler, String... parts) {
		await().atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(scheduler.get("/actuator/health/readiness", null).body()).contains(parts));
	}

}
