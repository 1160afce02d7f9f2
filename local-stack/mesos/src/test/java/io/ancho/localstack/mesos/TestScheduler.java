package io.ancho.localstack.mesos;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A scheduler that speaks JSON and acknowledges what it is told to.
 */
final class TestScheduler {

	private final URI endpoint;

	private final BlockingQueue<JsonNode> events;

	private final Unread unread;

	private final List<JsonNode> seen = new ArrayList<>();

	private final String streamId;

	private boolean acknowledging = true;

	private String frameworkId = "";

	private TestScheduler(URI endpoint, HttpResponse<InputStream> response) {
		this.endpoint = endpoint;
		this.events = new EventStream(response.body()).events();
		this.unread = new Unread(this.events);
		this.streamId = response.headers().firstValue("Mesos-Stream-Id").orElseThrow();
	}

	/** Opens a stream; {@code info} is a FrameworkInfo in JSON. */
	static TestScheduler open(URI mesos, String info, @Nullable String id) throws Exception {
		return send(mesos, TestCalls
			.subscribe((id == null) ? info : info.replaceFirst("\\{", "{\"id\": {\"value\": \"" + id + "\"}, ")));
	}

	/** Opens a stream by this call. */
	static TestScheduler send(URI mesos, String call) throws Exception {
		URI endpoint = mesos.resolve("/api/v1/scheduler");
		return new TestScheduler(endpoint, TestCalls.open(endpoint, call));
	}

	static TestScheduler subscribe(URI mesos) throws Exception {
		return subscribe(mesos, null);
	}

	static TestScheduler subscribe(URI mesos, @Nullable String id) throws Exception {
		TestScheduler scheduler = open(mesos, TestCalls.INFO, id);
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
			tasks.add(TestCalls.task(offer, idsAndCommands[i], idsAndCommands[i + 1]));
		}
		launchTasks(offer, String.join(",", tasks));
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
		return TestCalls.send(this.endpoint, method, type, streamId, call);
	}

}
