package io.ancho.localstack.mesos;

import java.net.http.HttpResponse;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The stand-in answers as real masters did.
 */
class RecordedBehaviourTests {

	@RegisterExtension
	final StandIn mesos = new StandIn();

	@TestFactory
	List<DynamicTest> callsAreAnsweredAsRecorded() throws Exception {
		TestScheduler scheduler = this.mesos.subscribe();
		return Recorded.lines("bad-calls.txt").stream().map((line) -> DynamicTest.dynamicTest(line.get(0), () -> {
			String body = line.get(4).replace("FRAMEWORK", scheduler.frameworkId());
			String streamId = line.get(3).replace("STREAM", scheduler.streamId());
			HttpResponse<String> answer = scheduler.post(line.get(1), unlessDash(line.get(2)), unlessDash(streamId),
					body);
			assertThat((answer.statusCode() + " " + answer.body()).strip())
				.isEqualTo((line.get(5) + " " + line.get(6).replace("FRAMEWORK", scheduler.frameworkId())).strip());
		})).toList();
	}

	private static @Nullable String unlessDash(String text) {
		return text.equals("-") ? null : text;
	}

	@TestFactory
	List<DynamicTest> subscriptionsAreRefusedByAnEvent() throws Exception {
		return Recorded.lines("bad-subscriptions.txt")
			.stream()
			.map((line) -> DynamicTest.dynamicTest(line.get(1), () -> {
				TestScheduler scheduler = TestScheduler.open(this.mesos.address(), line.get(0), null);
				assertThat(scheduler.await("ERROR").at("/error/message").stringValue()).isEqualTo(line.get(1));
				scheduler.await("END");
			}))
			.toList();
	}

	@TestFactory
	List<DynamicTest> tasksAreRefusedByAnUpdate() throws Exception {
		TestScheduler scheduler = this.mesos.subscribe();
		return Recorded.lines("bad-tasks.txt").stream().map((line) -> DynamicTest.dynamicTest(line.get(1), () -> {
			JsonNode offer = scheduler.awaitOffer();
			String agent = offer.at("/agent_id/value").stringValue();
			scheduler.launchTasks(offer, line.get(0).replace("AGENT", agent));
			JsonNode status = scheduler.await("UPDATE").at("/update/status");
			assertThat(status.get("message").stringValue()).isEqualTo(line.get(1).replace("AGENT", agent));
			assertThat(status.get("state").stringValue()).isEqualTo("TASK_ERROR");
			assertThat(status.get("source").stringValue()).isEqualTo("SOURCE_MASTER");
			assertThat(status.get("reason").stringValue()).isEqualTo("REASON_TASK_INVALID");
			assertThat(status.has("uuid")).isFalse();
		})).toList();
	}

}
