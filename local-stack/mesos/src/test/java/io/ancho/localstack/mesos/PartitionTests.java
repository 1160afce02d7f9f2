package io.ancho.localstack.mesos;

import java.time.Duration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A task is launched on an agent that the master cannot reach and has not missed yet.
 */
class PartitionTests {

	private static final Duration PATIENCE = Duration.ofSeconds(3600);

	private final ShiftedClock clock = new ShiftedClock();

	@RegisterExtension
	final StandIn mesos = new StandIn(this.clock, "MESOS_AGENT_TIMEOUT", Long.toString(PATIENCE.toSeconds()));

	@SuppressWarnings("NullAway.Init")
	private TestScheduler scheduler;

	@SuppressWarnings("NullAway.Init")
	private JsonNode agent;

	@BeforeEach
	void launch() throws Exception {
		this.scheduler = this.mesos.subscribe();
		JsonNode offer = this.scheduler.awaitOffer();
		this.agent = offer.get("agent_id");
		fault("{\"fault\": \"lose-agent\", \"how\": \"PARTITIONED\"}");
		this.scheduler.launch(offer, "t", "true");
	}

	private void fault(String json) throws Exception {
		assertThat(TestCalls.post(this.mesos.address().resolve("/faults"), json).statusCode()).isEqualTo(202);
	}

	@Test
	void theTaskIsUnreachableWhenTheAgentIs() throws Exception {
		this.scheduler.call("RECONCILE", "reconcile", "{}");
		this.scheduler.awaitUpdate("t", "TASK_STAGING");
		this.clock.forward(PATIENCE);
		this.mesos.mesos().tick();
		assertThat(this.scheduler.awaitUpdate("t", "TASK_UNREACHABLE").get("message").stringValue())
			.isEqualTo("health check timed out");
		fault("{\"fault\": \"return-agent\"}");
		this.scheduler.call("RECONCILE", "reconcile", """
				{"tasks": [{"task_id": {"value": "t"}, "agent_id": %s}]}""".formatted(this.agent));
		this.scheduler.awaitUpdate("t", "TASK_GONE");
	}

	@Test
	void anAgentThatComesBackInTimeSaysThatItDoesNotHaveIt() throws Exception {
		fault("{\"fault\": \"return-agent\"}");
		JsonNode dropped = this.scheduler.awaitUpdate("t", "TASK_DROPPED");
		assertThat(dropped.get("source").stringValue()).isEqualTo("SOURCE_AGENT");
		assertThat(dropped.get("reason").stringValue()).isEqualTo("REASON_RECONCILIATION");
		this.scheduler.awaitOffer();
	}

}
