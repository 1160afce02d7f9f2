package io.ancho.localstack.mesos;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the recordings do not show of tasks in Docker.
 */
class DockerTests {

	private static final String SERVER = "python3 -m http.server --directory /mnt/mesos/sandbox 80";

	@RegisterExtension
	final StandIn mesos = new StandIn();

	@SuppressWarnings("NullAway.Init")
	private String image;

	@SuppressWarnings("NullAway.Init")
	private TestScheduler scheduler;

	@BeforeEach
	void start() throws Exception {
		this.image = DockerEngine.image();
		this.scheduler = this.mesos.subscribe();
	}

	@AfterEach
	void stop() throws Exception {
		if (this.scheduler != null) {
			this.mesos.tearDown(this.scheduler);
		}
	}

	/**
	 * Launches a shell command on the bridge; {@code more} are further fields of the
	 * task.
	 */
	private JsonNode launch(String command, String volumes, String more) throws Exception {
		JsonNode offer = this.scheduler.awaitOffer();
		String container = """
				"container": {"type": "DOCKER", "docker": {"image": "%s", "network": "BRIDGE"}, "volumes": [%s]}%s,"""
			.formatted(this.image, volumes, more);
		this.scheduler.launchTasks(offer,
				TestCalls.task(offer, "t", command).replace("\"name\": \"t\",", "\"name\": \"t\", " + container));
		return this.scheduler.awaitUpdate("t", "TASK_RUNNING");
	}

	@Test
	void whoHearsThatItRunsLearnsItsAddressAndWhatDockerSays() throws Exception {
		JsonNode running = launch("sleep 300", "", "");
		JsonNode inspection = new JsonMapper().readTree(
				new String(Base64.getDecoder().decode(running.get("data").stringValue()), StandardCharsets.UTF_8));
		assertThat(inspection.at("/0/Name").stringValue()).isEqualTo("/" + DockerEngine.container(running));
		assertThat(inspection.at("/0/HostConfig/Memory").longValue()).isEqualTo(32L * 1024 * 1024);
		assertThat(inspection.at("/0/HostConfig/CpuShares").intValue()).isEqualTo(512);
		assertThat(running.at("/container_status/network_infos/0/ip_addresses/0/ip_address"))
			.isEqualTo(inspection.at("/0/NetworkSettings/IPAddress"));
		this.scheduler.call("RECONCILE", "reconcile", "{}");
		assertThat(this.scheduler
			.await("the reconciliation",
					(event) -> event.at("/update/status/reason").asString("").equals("REASON_RECONCILIATION"))
			.at("/update/status")
			.has("data")).isFalse();
	}

	@Test
	void aContainerSurvivesARestartAndIsRemovedWhenItHasEnded() throws Exception {
		JsonNode running = launch("sleep 300", "", "");
		this.mesos.stop();
		this.mesos.start();
		this.scheduler = this.mesos.subscribe(this.scheduler);
		assertThat(DockerEngine.has(running)).isTrue();
		this.scheduler.kill("t");
		assertThat(this.scheduler.awaitUpdate("t", "TASK_KILLED").get("message").stringValue())
			.startsWith("Container exited with status ");
		assertThat(DockerEngine.has(running)).isFalse();
	}

	@Test
	void healthIsAskedForInTheContainer() throws Exception {
		launch(SERVER, "", """
				, "health_check": {"type": "HTTP", "http": {"port": 80, "path": "/stdout"}, "delay_seconds": 0,
				                   "interval_seconds": 0.2, "grace_period_seconds": 60}""");
		this.scheduler.await("the first answer", (event) -> event.at("/update/status/healthy").asBoolean(false));
	}

	@Test
	void aCommandThatAsksForHealthSeesWhatTheTaskSees() throws Exception {
		launch("touch /in-the-container; sleep 300", "", """
				, "health_check": {"type": "COMMAND", "command": {"value": "test -e /in-the-container"},
				                   "delay_seconds": 0, "interval_seconds": 0.2, "grace_period_seconds": 60}""");
		this.scheduler.await("the first success", (event) -> event.at("/update/status/healthy").asBoolean(false));
	}

	@Test
	void volumesTheSandboxAndTheEnvironmentAreThere() throws Exception {
		Path folder = Files.createDirectory(this.mesos.work().resolve("volume"));
		Files.writeString(folder.resolve("given"), "from the agent");
		JsonNode offer = this.scheduler.awaitOffer();
		String task = TestCalls.task(offer, "t", "cat /v/given > $MESOS_SANDBOX/seen; touch /v/not; echo $WORD")
			.replace("\"shell\": true",
					"\"shell\": true, \"environment\": {\"variables\": [{\"name\": \"WORD\", \"value\": \"two words\"}]}")
			.replace("\"name\": \"t\",", """
					"name": "t", "container": {"type": "DOCKER", "docker": {"image": "%s"}, "volumes": [
					  {"host_path": "%s", "container_path": "/v", "mode": "RO"}]},""".formatted(this.image, folder));
		this.scheduler.launchTasks(offer, task);
		this.scheduler.awaitUpdate("t", "TASK_FINISHED");
		Path sandbox = TaskFolders.onlySandbox(this.mesos.work());
		assertThat(sandbox.resolve("seen")).hasContent("from the agent");
		assertThat(sandbox.resolve("stdout")).hasContent("two words");
		assertThat(folder.resolve("not")).doesNotExist();
	}

}
