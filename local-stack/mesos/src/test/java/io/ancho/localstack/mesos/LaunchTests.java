package io.ancho.localstack.mesos;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Launches that take their time, since something is fetched that does not come.
 */
class LaunchTests {

	@RegisterExtension
	final StandIn mesos = new StandIn();

	private final CountDownLatch asked = new CountDownLatch(1);

	@SuppressWarnings("NullAway.Init")
	private HttpServer silent;

	@SuppressWarnings("NullAway.Init")
	private TestScheduler scheduler;

	@BeforeEach
	void start() throws Exception {
		this.silent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.silent.createContext("/", (exchange) -> this.asked.countDown());
		this.silent.start();
		this.scheduler = this.mesos.subscribe();
	}

	@AfterEach
	void stop() throws Exception {
		this.silent.stop(0);
		this.mesos.tearDown(this.scheduler);
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
		launch(Files.writeString(this.mesos.work().resolve("words"), "hello").toString(), "grep -q hello words");
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
		this.mesos.stop();
		this.mesos.start();
		this.scheduler = this.mesos.subscribe(this.scheduler);
		assertThat(this.scheduler.awaitUpdate("t", "TASK_FAILED").get("reason").stringValue())
			.isEqualTo("REASON_EXECUTOR_TERMINATED");
	}

}
