package io.ancho.localstack.mesos;

import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A cluster whose agents but one emulate their tasks.
 */
class ManyAgentsTests {

	private static final int AGENTS = 1000;

	@RegisterExtension
	final StandIn mesos = new StandIn("MESOS_AGENTS", Integer.toString(AGENTS), "MESOS_EMULATED",
			"cpus:8;mem:1024;rack:r#40|cpus:2;mem:512;gpus:1");

	@SuppressWarnings("NullAway.Init")
	private TestScheduler scheduler;

	@BeforeEach
	void start() throws Exception {
		this.scheduler = this.mesos.subscribe();
	}

	private List<JsonNode> offers() throws Exception {
		try (var offers = this.scheduler.await("OFFERS").at("/offers/offers").valueStream()) {
			return offers.toList();
		}
	}

	@Test
	void agentsOfferWhatTheirSpecificationSaysAndGpusStayHidden() throws Exception {
		List<JsonNode> offers = offers();
		assertThat(offers).hasSize(AGENTS / 2 + 1).extracting((offer) -> offer.get("agent_id")).doesNotHaveDuplicates();
		JsonNode fortyFirst = offers.get(21);
		assertThat(fortyFirst.get("hostname").stringValue()).isEqualTo("agent-41.local");
		assertThat(fortyFirst.at("/attributes").toString()).contains("\"r1\"").contains("\"z1\"");
		assertThat(fortyFirst.get("resources").toString())
			.contains("\"cpus\",\"type\":\"SCALAR\",\"scalar\":{\"value\":8.0}");
	}

	@Test
	void emulatedTaskRunsUntilItIsKilled() throws Exception {
		JsonNode offer = offers().get(7);
		this.scheduler.launch(offer, "t", "nosuchcommand");
		this.scheduler.awaitUpdate("t", "TASK_RUNNING");
		this.scheduler.kill("t");
		assertThat(this.scheduler.awaitUpdate("t", "TASK_KILLED").get("message").stringValue())
			.isEqualTo("Command terminated with signal Terminated");
	}

	@Test
	void lossOfOneAgentConcernsItsTasksOnly() throws Exception {
		List<JsonNode> offers = offers();
		this.scheduler.launch(offers.get(7), "here", "true");
		this.scheduler.launch(offers.get(8), "there", "true");
		this.scheduler.awaitUpdate("here", "TASK_RUNNING");
		this.scheduler.awaitUpdate("there", "TASK_RUNNING");
		TestCalls.post(this.mesos.address().resolve("/faults"), """
				{"fault": "lose-agent", "how": "GONE", "agent": %s}""".formatted(offers.get(7).at("/agent_id/value")));
		this.scheduler.awaitUpdate("here", "TASK_GONE_BY_OPERATOR");
		this.scheduler.await("FAILURE");
		this.scheduler.call("RECONCILE", "reconcile", "{}");
		JsonNode known = this.scheduler.await("UPDATE").at("/update/status");
		assertThat(known.at("/task_id/value").stringValue()).isEqualTo("there");
	}

}
