package io.ancho.localstack.mesos;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A scheduler that speaks JSON and acknowledges what it is told to.
 */
final class TestScheduler {

	static final String INFO = """
			{"user": "root", "name": "probe", "roles": ["*"], "failover_timeout": 60.0, "checkpoint": true,
			 "capabilities": [{"type": "MULTI_ROLE"}, {"type": "PARTITION_AWARE"}]}""";

	private static final String END = "{\"type\": \"END\"}";

	private static final HttpClient http = HttpClient.newHttpClient();

	private static final JsonMapper mapper = new JsonMapper();

	private final URI endpoint;

	private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();

	private final Unread unread = new Unread(this.events);

	private final List<JsonNode> seen = new ArrayList<>();

	private final InputStream body;

	private final String streamId;

	private boolean acknowledging = true;

	private String frameworkId = "";

	private TestScheduler(URI endpoint, HttpResponse<InputStream> response) {
		this.endpoint = endpoint;
		this.body = response.body();
		this.streamId = response.headers().firstValue("Mesos-Stream-Id").orElseThrow();
		Thread reader = new Thread(this::read, "test-scheduler");
		reader.setDaemon(true);
		reader.start();
	}

	/** Opens a stream; {@code info} is a FrameworkInfo in JSON. */
	static TestScheduler open(URI mesos, String info, @Nullable String id) throws Exception {
		return send(mesos, subscribeCall(
				(id == null) ? info : info.replaceFirst("\\{", "{\"id\": {\"value\": \"" + id + "\"}, ")));
	}

	/** The call that subscribes with a FrameworkInfo, which may have an id. */
	static String subscribeCall(String info) {
		JsonNode id = mapper.readTree(info).path("id");
		return "{\"type\": \"SUBSCRIBE\", " + (id.isMissingNode() ? "" : "\"framework_id\": " + id + ", ")
				+ "\"subscribe\": {\"framework_info\": " + info + "}}";
	}

	/** Opens a stream by this call. */
	static TestScheduler send(URI mesos, String call) throws Exception {
		URI endpoint = mesos.resolve("/api/v1/scheduler");
		HttpRequest request = HttpRequest.newBuilder(endpoint)
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(call))
			.build();
		return new TestScheduler(endpoint, http.send(request, HttpResponse.BodyHandlers.ofInputStream()));
	}

	/** Posts JSON anywhere. */
	static HttpResponse<String> post(URI address, String body) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(address)
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build();
		return http.send(request, HttpResponse.BodyHandlers.ofString());
	}

	static TestScheduler subscribe(URI mesos) throws Exception {
		return subscribe(mesos, null);
	}

	static TestScheduler subscribe(URI mesos, @Nullable String id) throws Exception {
		TestScheduler scheduler = open(mesos, INFO, id);
		scheduler.subscribed(scheduler.await("SUBSCRIBED"));
		return scheduler;
	}

	void subscribed(JsonNode event) {
		this.frameworkId = event.at("/subscribed/framework_id/value").stringValue();
	}

	String frameworkId() {
		return this.frameworkId;
	}

	String streamId() {
		return this.streamId;
	}

	/** What came, in its order, up to what was awaited last. */
	List<JsonNode> seen() {
		return this.seen;
	}

	TestScheduler acknowledging(boolean acknowledging) {
		this.acknowledging = acknowledging;
		return this;
	}

	private void read() {
		try (this.body) {
			for (String length = line(); !length.isEmpty(); length = line()) {
				this.events.add(mapper.readTree(this.body.readNBytes(Integer.parseInt(length))));
			}
		}
		catch (IOException ex) {
			// Told as the end of the stream.
		}
		this.events.add(mapper.readTree(END));
	}

	private String line() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int c = this.body.read(); c >= 0 && c != '\n'; c = this.body.read()) {
			line.append((char) c);
		}
		return line.toString();
	}

	/** The first event of a type that was not asked for yet. */
	JsonNode unread(String type) throws Exception {
		return this.unread.take(type, (event) -> event.get("type").stringValue().equals(type));
	}

	/** The first such update of a task that was not asked for yet. */
	JsonNode unreadUpdate(String task, Predicate<JsonNode> condition) throws Exception {
		return this.unread
			.take(task,
					(event) -> event.at("/update/status/task_id/value").asString("").equals(task)
							&& condition.test(event.at("/update/status")))
			.at("/update/status");
	}

	/** What was not asked for yet. */
	List<JsonNode> unread() {
		return this.unread.rest();
	}

	JsonNode await(String type) throws Exception {
		return await(type, (event) -> event.get("type").stringValue().equals(type));
	}

	/** An update, which may have come already. */
	JsonNode awaitUpdate(String task, String state) throws Exception {
		Predicate<JsonNode> wanted = (event) -> event.at("/update/status/task_id/value").asString("").equals(task)
				&& event.at("/update/status/state").asString("").equals(state);
		Optional<JsonNode> seen = this.seen.stream().filter(wanted).findFirst();
		return (seen.isPresent() ? seen.get() : await(task + " " + state, wanted)).at("/update/status");
	}

	JsonNode await(String what, Predicate<JsonNode> condition) throws Exception {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		while (true) {
			JsonNode event = this.events.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
			if (event == null) {
				throw new AssertionError("waited in vain for " + what + "; seen " + this.seen);
			}
			this.seen.add(event);
			if (this.acknowledging && event.at("/update/status").has("uuid")) {
				acknowledge(event.at("/update/status"));
			}
			if (condition.test(event)) {
				return event;
			}
		}
	}

	void acknowledge(JsonNode status) throws Exception {
		call("ACKNOWLEDGE", "acknowledge", """
				{"agent_id": %s, "task_id": %s, "uuid": %s}""".formatted(status.get("agent_id"), status.get("task_id"),
				status.get("uuid")));
	}

	JsonNode awaitOffer() throws Exception {
		return await("OFFERS").at("/offers/offers/0");
	}

	/** Launches shell commands, the task ids before them. */
	void launch(JsonNode offer, String... idsAndCommands) throws Exception {
		List<String> tasks = new ArrayList<>();
		for (int i = 0; i < idsAndCommands.length; i += 2) {
			tasks.add(task(offer, idsAndCommands[i], idsAndCommands[i + 1]));
		}
		launchTasks(offer, String.join(",", tasks));
	}

	static String task(JsonNode offer, String id, String command) {
		return """
				{"name": "%s", "task_id": {"value": "%s"}, "agent_id": %s, "command": {"shell": true, "value": "%s"},
				 "kill_policy": {"grace_period": {"nanoseconds": 500000000}},
				 "resources": [{"name": "cpus", "type": "SCALAR", "scalar": {"value": 0.5}},
				               {"name": "mem", "type": "SCALAR", "scalar": {"value": 32}}]}""".formatted(id, id,
				offer.get("agent_id"), command);
	}

	void launchTasks(JsonNode offer, String tasks) throws Exception {
		call("ACCEPT", "accept", """
				{"offer_ids": [%s], "operations": [{"type": "LAUNCH", "launch": {"task_infos": [%s]}}],
				 "filters": {"refuse_seconds": 0}}""".formatted(offer.get("id"), tasks));
	}

	void kill(String task) throws Exception {
		call("KILL", "kill", "{\"task_id\": {\"value\": \"" + task + "\"}}");
	}

	void call(String type) throws Exception {
		send("{\"framework_id\": {\"value\": \"" + this.frameworkId + "\"}, \"type\": \"" + type + "\"}");
	}

	void call(String type, String field, String content) throws Exception {
		send("{\"framework_id\": {\"value\": \"" + this.frameworkId + "\"}, \"type\": \"" + type + "\", \"" + field
				+ "\": " + content + "}");
	}

	/** The answer to a call, {@code content} being what its type's field holds. */
	HttpResponse<String> answer(String type, String content) throws Exception {
		return post("POST", "application/json", this.streamId, "{\"framework_id\": {\"value\": \"" + this.frameworkId
				+ "\"}, \"type\": \"" + type + "\", \"" + type.toLowerCase(Locale.ROOT) + "\": " + content + "}");
	}

	private void send(String call) throws Exception {
		HttpResponse<String> answer = post("POST", "application/json", this.streamId, call);
		if (answer.statusCode() != 202) {
			throw new AssertionError(answer.statusCode() + " " + answer.body() + " to " + call);
		}
	}

	HttpResponse<String> post(String method, @Nullable String type, @Nullable String streamId, String call)
			throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.endpoint)
			.timeout(Duration.ofSeconds(20))
			.method(method, HttpRequest.BodyPublishers.ofString(call, StandardCharsets.UTF_8));
		if (type != null) {
			request.header("Content-Type", type);
		}
		if (streamId != null) {
			request.header("Mesos-Stream-Id", streamId);
		}
		return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

}
