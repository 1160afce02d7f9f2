package io.ancho.localstack.mesos;

import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What goes wrong on request.
 */
class FaultsTests {

	@RegisterExtension
	final StandIn mesos = new StandIn("MESOS_AGENT_TIMEOUT", "1");

	@SuppressWarnings("NullAway.Init")
	private TestScheduler scheduler;

	@BeforeEach
	void start() throws Exception {
		this.scheduler = this.mesos.subscribe();
	}

	private void fault(String json) throws Exception {
		assertThat(post(json)).isEqualTo(202);
	}

	private int post(String json) throws Exception {
		return TestCalls.post(this.mesos.address().resolve("/faults"), json).statusCode();
	}

	@Test
	void unreadableFaultIsRefused() throws Exception {
		assertThat(post("{\"fault\": \"no-such-fault\"}")).isEqualTo(400);
		assertThat(post("not JSON")).isEqualTo(400);
	}

	@Test
	void connectionsBreakOffAndAreTakenUpAgain() throws Exception {
		fault("{\"fault\": \"drop-connections\"}");
		this.scheduler.await("END");
		this.scheduler = this.mesos.subscribe(this.scheduler);
		this.scheduler.awaitOffer();
	}

	@Test
	void nobodyIsServedForATime() throws Exception {
		fault("{\"fault\": \"unavailable\", \"seconds\": 3600}");
		assertThat(this.scheduler.answer("REVIVE", "{}").statusCode()).isEqualTo(503);
		fault("{\"fault\": \"unavailable\", \"seconds\": 0}");
		assertThat(this.scheduler.answer("REVIVE", "{}").statusCode()).isEqualTo(202);
	}

	@Test
	void offerIsRescindedWhileItIsAccepted() throws Exception {
		fault("{\"fault\": \"rescind-accepted\", \"count\": 1}");
		JsonNode offer = this.scheduler.awaitOffer();
		this.scheduler.launch(offer, "t", "true");
		assertThat(this.scheduler.await("RESCIND").at("/rescind/offer_id")).isEqualTo(offer.get("id"));
		assertThat(this.scheduler.awaitUpdate("t", "TASK_DROPPED").get("reason").stringValue())
			.isEqualTo("REASON_INVALID_OFFERS");
		this.scheduler.launch(this.scheduler.awaitOffer(), "u", "true");
		this.scheduler.awaitUpdate("u", "TASK_FINISHED");
	}

	@ParameterizedTest
	@CsvSource({ "USER, TASK_DROPPED, REASON_EXECUTOR_TERMINATED", "URIS, TASK_FAILED, REASON_CONTAINER_LAUNCH_FAILED",
			"IMAGE, TASK_FAILED, REASON_CONTAINER_LAUNCH_FAILED", "INVALID, TASK_ERROR, REASON_TASK_INVALID",
			"EXIT, TASK_FAILED, ''", "CONTAINER, TASK_FAILED, REASON_EXECUTOR_TERMINATED" })
	void nextLaunchFails(String how, String state, String reason) throws Exception {
		fault("{\"fault\": \"fail-launch\", \"how\": \"" + how + "\", \"count\": 1}");
		this.scheduler.launch(this.scheduler.awaitOffer(), "bad", "true", "good", "true");
		assertThat(this.scheduler.awaitUpdate("bad", state).path("reason").asString("")).isEqualTo(reason);
		this.scheduler.awaitUpdate("good", "TASK_FINISHED");
	}

	@Test
	void whatHasNotHappenedYetCanBeTakenBack() throws Exception {
		fault("{\"fault\": \"fail-launch\", \"how\": \"EXIT\", \"count\": 3}");
		fault("{\"fault\": \"rescind-accepted\", \"count\": 3}");
		fault("{\"fault\": \"duplicate-updates\", \"count\": 3}");
		fault("{\"fault\": \"none\"}");
		this.scheduler.launch(this.scheduler.awaitOffer(), "t", "true");
		this.scheduler.awaitUpdate("t", "TASK_FINISHED");
		assertThat(states("t")).containsExactly("TASK_STARTING", "TASK_RUNNING", "TASK_FINISHED");
	}

	@Test
	void nextLaunchGetsLost() throws Exception {
		fault("{\"fault\": \"fail-launch\", \"how\": \"LOST\", \"count\": 1}");
		this.scheduler.launch(this.scheduler.awaitOffer(), "lost", "true", "good", "true");
		this.scheduler.awaitUpdate("good", "TASK_FINISHED");
		assertThat(states("lost")).isEmpty();
	}

	@Test
	void updatesComeTwiceAndLater() throws Exception {
		fault("{\"fault\": \"duplicate-updates\", \"count\": 1}");
		this.scheduler.launch(this.scheduler.awaitOffer(), "t", "true");
		this.scheduler.awaitUpdate("t", "TASK_FINISHED");
		assertThat(states("t")).containsExactly("TASK_STARTING", "TASK_STARTING", "TASK_RUNNING", "TASK_FINISHED");
		fault("{\"fault\": \"replay-updates\", \"count\": 2}");
		this.scheduler.await("the first update again", (event) -> states("t").size() == 5);
		this.scheduler.await("the second update again", (event) -> states("t").size() == 6);
		assertThat(states("t")).endsWith("TASK_RUNNING", "TASK_FINISHED");
	}

	@Test
	void updatesAreHeldBack() throws Exception {
		fault("{\"fault\": \"delay-updates\", \"seconds\": 1}");
		long start = System.nanoTime();
		this.scheduler.launch(this.scheduler.awaitOffer(), "t", "true");
		this.scheduler.awaitUpdate("t", "TASK_STARTING");
		assertThat(System.nanoTime() - start).isGreaterThan(500_000_000L);
		this.scheduler.awaitUpdate("t", "TASK_FINISHED");
	}

	@Test
	void taskThatWasNeverLaunchedIsHeardOf() throws Exception {
		fault("{\"fault\": \"unknown-task\", \"task\": \"ghost\"}");
		assertThat(this.scheduler.awaitUpdate("ghost", "TASK_RUNNING").has("uuid")).isTrue();
	}

	@Test
	void taskEndsAsItIsTold() throws Exception {
		this.scheduler.launch(this.scheduler.awaitOffer(), "t", "sleep 300");
		this.scheduler.awaitUpdate("t", "TASK_RUNNING");
		fault("""
				{"fault": "end-task", "task": "t", "state": "TASK_FAILED",
				 "reason": "REASON_CONTAINER_LIMITATION_MEMORY", "message": "too much"}""");
		JsonNode status = this.scheduler.awaitUpdate("t", "TASK_FAILED");
		assertThat(status.get("reason").stringValue()).isEqualTo("REASON_CONTAINER_LIMITATION_MEMORY");
		assertThat(status.get("message").stringValue()).isEqualTo("too much");
	}

	@Test
	void agentIsLostForATime() throws Exception {
		this.scheduler.awaitOffer();
		fault("{\"fault\": \"lose-agent\", \"how\": \"KILLED\", \"seconds\": 0.5}");
		this.scheduler.await("RESCIND");
		this.scheduler.awaitOffer();
	}

	@Test
	void partitionedAgentIsNoticedLateAndItsTasksComeBack() throws Exception {
		this.scheduler.launch(this.scheduler.awaitOffer(), "t", "sleep 300");
		this.scheduler.awaitUpdate("t", "TASK_RUNNING");
		fault("{\"fault\": \"lose-agent\", \"how\": \"PARTITIONED\"}");
		this.scheduler.kill("t");
		assertThat(this.scheduler.awaitUpdate("t", "TASK_UNREACHABLE").get("message").stringValue())
			.isEqualTo("health check timed out");
		this.scheduler.await("FAILURE");
		fault("{\"fault\": \"return-agent\"}");
		JsonNode back = this.scheduler.await("UPDATE").at("/update/status");
		assertThat(back.get("state").stringValue()).isEqualTo("TASK_RUNNING");
		assertThat(back.get("reason").stringValue()).isEqualTo("REASON_AGENT_REREGISTERED");
		this.scheduler.kill("t");
		this.scheduler.awaitUpdate("t", "TASK_KILLED");
	}

	@Test
	void nextMasterKnowsNothingUntilItsAgentsCome() throws Exception {
		this.scheduler.launch(this.scheduler.awaitOffer(), "t", "sleep 300");
		this.scheduler.awaitUpdate("t", "TASK_RUNNING");
		fault("{\"fault\": \"restart-master\", \"agents_seconds\": 3600}");
		this.scheduler.await("END");
		this.scheduler = this.mesos.subscribe(this.scheduler);
		this.scheduler.kill("t");
		this.scheduler.call("RECONCILE", "reconcile", "{\"tasks\": [{\"task_id\": {\"value\": \"x\"}}]}");
		fault("{\"fault\": \"return-agent\"}");
		this.scheduler.awaitOffer();
		assertThat(this.scheduler.seen()).extracting((event) -> event.get("type").stringValue())
			.doesNotContain("UPDATE");
		this.scheduler.kill("t");
		this.scheduler.awaitUpdate("t", "TASK_KILLED");
	}

	private List<String> states(String task) {
		return this.scheduler.seen()
			.stream()
			.filter((event) -> event.at("/update/status/task_id/value").asString("").equals(task))
			.map((event) -> event.at("/update/status/state").stringValue())
			.toList();
	}

}
