package io.ancho.localstack.mesos;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Plays a script of what was said to a real master and what it answered, line by line.
 * <p>
 * Each line begins with the scheduler that it is about: {@code subscribe} and
 * {@code call} are sent, {@code => 403 …} tells the answer if it is not the common one,
 * {@code event} and {@code ends} are awaited, {@code ack} acknowledges an update by the
 * name that its event has in the script. {@code pass} puts the clock forward by seconds,
 * {@code do} makes a fault happen, {@code operator} is a call of the operator API,
 * {@code kill-executor} kills what watches over the only task, {@code remove-container}
 * removes the container of the task that an update is of.
 * <p>
 * The updates of one task come in the script's order and there are no others, but for
 * those that are sent again. Offers may come more often than in the script.
 */
final class Replay {

	private final LocalMesos mesos;

	private final Path work;

	private final ShiftedClock clock;

	private final Names names = new Names();

	private final Map<String, TestScheduler> schedulers = new LinkedHashMap<>();

	private final Map<String, JsonNode> updates = new HashMap<>();

	private final Set<String> uuids = new HashSet<>();

	Replay(LocalMesos mesos, Path work, ShiftedClock clock) {
		this.mesos = mesos;
		this.work = work;
		this.clock = clock;
	}

	/** Plays a line that is about images with this one. */
	Replay with(String image) {
		this.names.put("IMAGE", image);
		return this;
	}

	void play(String line) throws Exception {
		String[] words = line.split(" ", 3);
		switch (words[0]) {
			case "pass" -> pass(Duration.ofSeconds(Long.parseLong(words[1])));
			case "do" -> post("/faults", line.substring("do ".length()), 202);
			case "kill-executor" -> TaskFolders.killWrapper(this.work);
			case "remove-container" ->
				DockerEngine.remove(Objects.requireNonNull(this.updates.get(words[1]), words[1]));
			case "operator" -> post("/api/v1", line.substring("operator ".length()), 200);
			default -> play(words[0], words[1], (words.length > 2) ? words[2] : "");
		}
	}

	private void play(String scheduler, String verb, String rest) throws Exception {
		switch (verb) {
			case "subscribe" -> subscribe(scheduler, rest);
			case "call" -> call(scheduler(scheduler), rest);
			case "ack" -> scheduler(scheduler).acknowledge(Objects.requireNonNull(this.updates.get(rest), rest));
			case "event" -> event(scheduler(scheduler), rest);
			case "ends" -> scheduler(scheduler).unread("END");
			default -> throw new IllegalArgumentException("a script cannot " + verb);
		}
	}

	private TestScheduler scheduler(String name) {
		return Optional.ofNullable(this.schedulers.get(name)).orElseThrow();
	}

	private void pass(Duration time) {
		this.clock.forward(time);
		this.mesos.tick();
	}

	private void post(String path, String body, int status) throws Exception {
		assertThat(TestCalls.post(this.mesos.address().resolve(path), this.names.in(body)).statusCode())
			.isEqualTo(status);
	}

	private void subscribe(String name, String rest) throws Exception {
		String[] parts = rest.split(" => ", 2);
		String call = TestCalls.subscribe(this.names.in(parts[0]));
		if (parts.length == 2) {
			HttpResponse<String> answer = TestCalls.post(this.mesos.address().resolve("/api/v1/scheduler"), call);
			assertThat(answer.statusCode() + " " + answer.body()).isEqualTo(parts[1]);
			return;
		}
		TestScheduler scheduler = TestScheduler.send(this.mesos.address(), call).acknowledging(false);
		this.names.put("STREAM-" + name, scheduler.streamId());
		this.schedulers.put(name, scheduler);
	}

	private void call(TestScheduler scheduler, String rest) throws Exception {
		String[] parts = rest.split(" => ", 2);
		String[] call = parts[0].split(" ", 2);
		HttpResponse<String> answer = scheduler.answer(call[0], this.names.in(call[1]));
		String expected = (parts.length == 2) ? this.names.in(parts[1]) : "202";
		assertThat((answer.statusCode() + " " + answer.body()).strip()).isEqualTo(expected);
	}

	private void event(TestScheduler scheduler, String rest) throws Exception {
		String[] words = rest.split(" ", 3);
		switch (words[0]) {
			case "SUBSCRIBED" -> {
				scheduler.subscribed(scheduler.unread("SUBSCRIBED"));
				this.names.put(words[1], scheduler.frameworkId());
			}
			case "OFFERS" -> offer(words[1], scheduler.unread("OFFERS").at("/offers/offers/0"));
			case "RESCIND" -> assertThat(scheduler.unread("RESCIND").at("/rescind/offer_id/value").stringValue())
				.isEqualTo(this.names.in(words[1]));
			case "FAILURE" -> assertThat(scheduler.unread("FAILURE").at("/failure/agent_id/value").stringValue())
				.isEqualTo(this.names.in(words[1]));
			case "ERROR" -> assertThat(scheduler.unread("ERROR").at("/error/message").stringValue())
				.isEqualTo(rest.substring("ERROR | ".length()));
			case "UPDATE" -> update(scheduler, words[1], words[2]);
			default -> throw new IllegalArgumentException("a script cannot await " + words[0]);
		}
	}

	private void offer(String name, JsonNode offer) {
		this.names.put(name, offer.at("/id/value").stringValue());
		this.names.put("AGENT", offer.at("/agent_id/value").stringValue());
	}

	private void update(TestScheduler scheduler, String task, String rest) throws Exception {
		RecordedUpdate expected = RecordedUpdate.of(rest);
		Optional<JsonNode> known = Optional.ofNullable(this.updates.get(expected.name()));
		JsonNode status = scheduler.unreadUpdate(task, (update) -> isNews(update, known));
		assertThat(expected.describe(status)).as(task).matches(this.names.pattern(expected.text()));
		assertThat(status.has("uuid")).as("%s has a uuid", rest).isEqualTo(expected.hasUuid());
		if (expected.hasUuid()) {
			this.uuids.add(status.get("uuid").stringValue());
			this.updates.put(expected.name(), status);
		}
	}

	/** An update that came before is no news, unless the script expects it again. */
	private boolean isNews(JsonNode status, Optional<JsonNode> expected) {
		String uuid = status.path("uuid").asString("");
		return expected.map((known) -> known.get("uuid").stringValue().equals(uuid))
			.orElseGet(() -> !this.uuids.contains(uuid));
	}

	/** Checks that nothing came that the script does not have. */
	void finish() throws IOException {
		for (Map.Entry<String, TestScheduler> scheduler : this.schedulers.entrySet()) {
			assertThat(scheduler.getValue().unread()).as("what else %s was told", scheduler.getKey())
				.filteredOn((event) -> !Set.of("OFFERS", "HEARTBEAT", "END").contains(event.get("type").stringValue()))
				.filteredOn((event) -> !this.uuids.contains(event.at("/update/status/uuid").asString("")))
				.isEmpty();
		}
	}

}
