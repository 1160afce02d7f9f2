package io.ancho.localstack.mesos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tasks that really run, from offer to end.
 */
class LocalMesosTests {

	@RegisterExtension
	final StandIn mesos = new StandIn();

	@SuppressWarnings("NullAway.Init")
	private TestScheduler scheduler;

	@BeforeEach
	void start() throws Exception {
		this.scheduler = this.mesos.subscribe();
	}

	@AfterEach
	void stop() throws Exception {
		this.mesos.tearDown(this.scheduler);
	}

	@Test
	void taskGoesThroughTheRecordedStates() throws Exception {
		JsonNode offer = this.scheduler.awaitOffer();
		this.scheduler.launch(offer, "good", "echo hello; exit 0", "bad", "exit 3", "gone", "kill -s KILL $$");
		assertThat(this.scheduler.awaitUpdate("good", "TASK_FINISHED").get("message").stringValue())
			.isEqualTo("Command exited with status 0");
		assertThat(states("good")).containsExactly("TASK_STARTING", "TASK_RUNNING", "TASK_FINISHED");
		assertThat(this.scheduler.awaitUpdate("bad", "TASK_FAILED").get("message").stringValue())
			.isEqualTo("Command exited with status 3");
		JsonNode killed = this.scheduler.awaitUpdate("gone", "TASK_FAILED");
		assertThat(killed.get("message").stringValue()).isEqualTo("Command terminated with signal Killed");
		assertThat(killed.get("source").stringValue()).isEqualTo("SOURCE_EXECUTOR");
	}

	private List<String> states(String task) {
		return this.scheduler.seen()
			.stream()
			.filter((event) -> event.at("/update/status/task_id/value").asString("").equals(task))
			.map((event) -> event.at("/update/status/state").stringValue())
			.toList();
	}

	@Test
	void taskFindsItsSandboxAndNothingOfThisProcess() throws Exception {
		this.scheduler.launch(this.scheduler.awaitOffer(), "env", "env | sort > $MESOS_SANDBOX/env; echo out");
		this.scheduler.awaitUpdate("env", "TASK_FINISHED");
		Path sandbox = TaskFolders.onlySandbox(this.mesos.work());
		assertThat(Files.readString(sandbox.resolve("stdout"))).isEqualTo("out\n");
		assertThat(Files.readAllLines(sandbox.resolve("env"))).anyMatch((line) -> line.equals("MESOS_TASK_ID=env"))
			.noneMatch((line) -> line.startsWith("MAVEN"));
	}

	@Test
	void killedTaskHasItsGraceAndThenDiesWithItsChildren() throws Exception {
		this.scheduler.launch(this.scheduler.awaitOffer(), "polite", "sleep 300", "stubborn",
				"trap '' TERM; sleep 300 & while :; do sleep 1; done");
		this.scheduler.awaitUpdate("stubborn", "TASK_RUNNING");
		List<Long> groups = TaskFolders.awaitPids(this.mesos.work(), 2);
		this.scheduler.kill("polite");
		assertThat(this.scheduler.awaitUpdate("polite", "TASK_KILLED").get("message").stringValue())
			.isEqualTo("Command terminated with signal Terminated");
		this.scheduler.kill("stubborn");
		assertThat(this.scheduler.awaitUpdate("stubborn", "TASK_KILLED").get("message").stringValue())
			.isEqualTo("Command terminated with signal Killed");
		TaskFolders.awaitGone(groups);
	}

	@Test
	void laterUpdateIsHeldBackUntilTheEarlierIsAcknowledged() throws Exception {
		this.scheduler.acknowledging(false);
		this.scheduler.launch(this.scheduler.awaitOffer(), "t", "exit 0");
		JsonNode starting = this.scheduler.awaitUpdate("t", "TASK_STARTING");
		this.scheduler.call("RECONCILE", "reconcile", "{}");
		this.scheduler.await("the reconciliation",
				(event) -> event.at("/update/status/reason").asString("").equals("REASON_RECONCILIATION"));
		assertThat(this.scheduler.seen()).filteredOn((event) -> event.at("/update/status").has("uuid")).hasSize(1);
		this.scheduler.acknowledge(starting);
		this.scheduler.acknowledging(true).awaitUpdate("t", "TASK_FINISHED");
	}

	@Test
	void tasksSurviveARestartAndTheEndOfOneThatDiedMeanwhileIsKnown() throws Exception {
		this.scheduler.launch(this.scheduler.awaitOffer(), "stays", "sleep 300", "ends", "sleep 1; exit 4");
		this.scheduler.awaitUpdate("ends", "TASK_RUNNING");
		this.scheduler.awaitUpdate("stays", "TASK_RUNNING");
		this.mesos.stop();
		TaskFolders.awaitExit(this.mesos.work());
		this.mesos.start();
		this.scheduler = this.mesos.subscribe(this.scheduler);
		assertThat(this.scheduler.awaitUpdate("ends", "TASK_FAILED").get("message").stringValue())
			.isEqualTo("Command exited with status 4");
		this.scheduler.call("RECONCILE", "reconcile", "{\"tasks\": [{\"task_id\": {\"value\": \"stays\"}}]}");
		assertThat(this.scheduler.awaitUpdate("stays", "TASK_RUNNING").get("message").stringValue())
			.isEqualTo("Reconciliation: Latest task state");
		this.scheduler.kill("stays");
		this.scheduler.awaitUpdate("stays", "TASK_KILLED");
	}

	@Test
	void unknownTasksAreReconciledAsRecorded() throws Exception {
		JsonNode agent = this.scheduler.awaitOffer().get("agent_id");
		this.scheduler.call("RECONCILE", "reconcile", """
				{"tasks": [{"task_id": {"value": "x-1"}, "agent_id": %s}, {"task_id": {"value": "x-2"}}]}"""
			.formatted(agent));
		assertThat(this.scheduler.awaitUpdate("x-1", "TASK_GONE").get("message").stringValue())
			.isEqualTo("Reconciliation: Task is unknown to the agent");
		assertThat(this.scheduler.awaitUpdate("x-2", "TASK_UNKNOWN").has("uuid")).isFalse();
	}

	@Test
	void secondSubscriberWins() throws Exception {
		TestScheduler first = this.scheduler;
		JsonNode offer = first.awaitOffer();
		this.scheduler = this.mesos.subscribe(first);
		assertThat(first.await("ERROR").at("/error/message").stringValue()).isEqualTo("Framework failed over");
		first.await("END");
		assertThatThrownBy(() -> first.call("REVIVE")).hasMessageContaining("400 The stream ID");
		this.scheduler.launch(offer, "late", "true");
		assertThat(this.scheduler.awaitUpdate("late", "TASK_DROPPED").get("message").stringValue())
			.endsWith("is no longer valid");
	}

	@Test
	void suppressionStopsOffersAndRevivalClearsFilters() throws Exception {
		JsonNode offer = this.scheduler.awaitOffer();
		this.scheduler.call("SUPPRESS");
		this.scheduler.call("DECLINE", "decline", """
				{"offer_ids": [%s], "filters": {"refuse_seconds": 3600}}""".formatted(offer.get("id")));
		this.scheduler.kill("nothing");
		this.scheduler.awaitUpdate("nothing", "TASK_UNKNOWN");
		assertThat(this.scheduler.seen()).filteredOn((event) -> event.get("type").stringValue().equals("OFFERS"))
			.hasSize(1);
		this.scheduler.call("REVIVE");
		assertThat(this.scheduler.awaitOffer().get("resources")).isEqualTo(offer.get("resources"));
	}

	@Test
	void resourcesInUseAreNotOffered() throws Exception {
		this.scheduler.launch(this.scheduler.awaitOffer(), "t", "sleep 300");
		JsonNode rest = this.scheduler.awaitOffer();
		try (Stream<JsonNode> resources = rest.get("resources").valueStream()) {
			assertThat(resources.filter((resource) -> resource.get("name").stringValue().equals("cpus"))
				.map((resource) -> resource.at("/scalar/value").doubleValue())).containsExactly(3.5);
		}
	}

}
