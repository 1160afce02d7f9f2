package io.ancho.localstack.mesos;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What people and tools ask a master.
 */
class OperatorApiTests {

	private static final HttpClient http = HttpClient.newHttpClient();

	private static final JsonMapper mapper = new JsonMapper();

	@RegisterExtension
	final StandIn mesos = new StandIn();

	@SuppressWarnings("NullAway.Init")
	private TestScheduler scheduler;

	@BeforeEach
	void start() throws Exception {
		this.scheduler = this.mesos.subscribe();
		this.scheduler.launch(this.scheduler.awaitOffer(), "t", "sleep 300");
		this.scheduler.awaitUpdate("t", "TASK_RUNNING");
	}

	@AfterEach
	void stop() throws Exception {
		this.mesos.tearDown(this.scheduler);
	}

	private JsonNode ask(String question) throws Exception {
		HttpResponse<String> answer = TestCalls.post(this.mesos.address().resolve("/api/v1"),
				"{\"type\": \"" + question + "\"}");
		assertThat(answer.statusCode()).isEqualTo(200);
		return mapper.readTree(answer.body());
	}

	private HttpResponse<String> get(String path) throws Exception {
		return http.send(HttpRequest.newBuilder(URI.create(this.mesos.address() + path)).build(),
				HttpResponse.BodyHandlers.ofString());
	}

	@Test
	void whatIsBelowTheAddressIsNotFound() throws Exception {
		assertThat(get("/api/v1/runs").statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET_HEALTH", "GET_VERSION", "GET_MASTER", "GET_AGENTS", "GET_TASKS", "GET_FRAMEWORKS",
			"GET_EXECUTORS", "GET_STATE", "GET_METRICS", "GET_MAINTENANCE_STATUS", "GET_QUOTA" })
	void answerIsOfTheQuestionsTypeAndInItsField(String question) throws Exception {
		JsonNode answer = ask(question);
		assertThat(answer.get("type").stringValue()).isEqualTo(question);
		assertThat(answer.has(question.toLowerCase(Locale.ROOT))).isTrue();
	}

	@Test
	void tasksAgentsAndFrameworksAreToldAsRecorded() throws Exception {
		JsonNode state = ask("GET_STATE").get("get_state");
		JsonNode task = state.at("/get_tasks/tasks/0");
		assertThat(task.at("/task_id/value").stringValue()).isEqualTo("t");
		assertThat(task.get("state").stringValue()).isEqualTo("TASK_RUNNING");
		assertThat(task.at("/framework_id/value").stringValue()).isEqualTo(this.scheduler.frameworkId());
		assertThat(state.at("/get_agents/agents/0/agent_info/attributes/0/text/value").stringValue()).isEqualTo("r1");
		assertThat(state.at("/get_frameworks/frameworks/0/connected").booleanValue()).isTrue();
	}

	@Test
	void unknownQuestionIsRefused() throws Exception {
		assertThat(TestCalls.post(this.mesos.address().resolve("/api/v1"), "{\"type\": \"GET_WEIGHTS\"}").statusCode())
			.isEqualTo(501);
		assertThat(TestCalls.post(this.mesos.address().resolve("/api/v1"), "[").statusCode()).isEqualTo(400);
	}

	@Test
	void stateAndGaugesAreThereForOlderTools() throws Exception {
		JsonNode agent = mapper.readTree(get("/master/state").body()).at("/slaves/0");
		assertThat(agent.at("/used_resources/cpus").doubleValue()).isEqualTo(0.5);
		JsonNode gauges = mapper.readTree(get("/metrics/snapshot").body());
		assertThat(gauges.get("master/tasks_running").doubleValue()).isEqualTo(1);
		assertThat(gauges.get("master/cpus_total").doubleValue()).isEqualTo(4);
	}

	@Test
	void redirectNamesTheLeaderWithoutAScheme() throws Exception {
		HttpResponse<String> answer = get("/master/redirect");
		assertThat(answer.statusCode()).isEqualTo(307);
		assertThat(answer.headers().firstValue("Location"))
			.contains("//" + this.mesos.address().getHost() + ":" + this.mesos.address().getPort());
		assertThat(get("/nothing").statusCode()).isEqualTo(404);
	}

}
