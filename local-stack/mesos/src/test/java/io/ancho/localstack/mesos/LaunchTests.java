package io.ancho.localstack.mesos;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Launches that take their time, since something is fetched that does not come.
 */
class LaunchTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path work;

	private final CountDownLatch asked = new CountDownLatch(1);

	@SuppressWarnings("NullAway.Init")
	private HttpServer silent;

	@SuppressWarnings("NullAway.Init")
	private LocalMesos mesos;

	@SuppressWarnings("NullAway.Init")
	private TestScheduler scheduler;

	@BeforeEach
	void start() throws Exception {
		this.silent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.silent.createContext("/", (exchange) -> this.asked.countDown());
		this.silent.start();
		this.mesos = LocalMesos.start(TestCluster.settings(this.work));
		this.scheduler = TestScheduler.subscribe(this.mesos.address());
	}

	@AfterEach
	void stop() throws Exception {
		this.silent.stop(0);
		this.scheduler.call("TEARDOWN");
		this.scheduler.await("END");
		TaskFolders.awaitNone(this.work);
		this.mesos.close();
	}

	private void launch() throws Exception {
		String uri = "http://127.0.0.1:" + this.silent.getAddress().getPort() + "/never";
		launch(uri, "true");
		assertThat(this.asked.await(20, TimeUnit.SECONDS)).isTrue();
	}

	private void launch(String uri, String command) throws Exception {
		JsonNode offer = this.scheduler.awaitOffer();
		this.scheduler.launchTasks(offer, TestCalls.task(offer, "t", command)
			.replace("\"shell\": true", "\"shell\": true, \"uris\": [{\"value\": \"" + uri + "\"}]"));
	}

	@Test
	void aTaskFindsWhatWasFetchedForIt() throws Exception {
		launch(Files.writeString(this.work.resolve("words"), "hello").toString(), "grep -q hello words");
		this.scheduler.awaitUpdate("t", "TASK_FINISHED");
	}

	@Test
	void meanwhileTheTaskIsStagingAndMayBeKilled() throws Exception {
		launch();
		this.scheduler.call("RECONCILE", "reconcile", "{\"tasks\": [{\"task_id\": {\"value\": \"t\"}}]}");
		this.scheduler.awaitUpdate("t", "TASK_STAGING");
		this.scheduler.kill("t");
		assertThat(this.scheduler.awaitUpdate("t", "TASK_KILLED").get("reason").stringValue())
			.isEqualTo("REASON_TASK_KILLED_DURING_LAUNCH");
	}

	@Test
	void aRestartMeanwhileFailsTheTask() throws Exception {
		launch();
		this.mesos.close();
		this.mesos = LocalMesos.start(TestCluster.settings(this.work));
		this.scheduler = TestScheduler.subscribe(this.mesos.address(), this.scheduler.frameworkId());
		assertThat(this.scheduler.awaitUpdate("t", "TASK_FAILED").get("reason").stringValue())
			.isEqualTo("REASON_EXECUTOR_TERMINATED");
	}

}
