package io.ancho.localstack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.ancho.localstack.PartStatus.State;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The executors that the Mesos stand-in has launched, as it tells of them.
 */
final class Executors {

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

	private final HttpRequest tasks;

	Executors(int mesosPort) {
		this.tasks = HttpRequest.newBuilder(URI.create(Ports.url(mesosPort) + "/tasks")).timeout(PATIENCE).build();
	}

	/**
	 * The executors whose processes live; none while the stand-in does not answer.
	 */
	List<PartStatus> list() throws InterruptedException {
		try {
			HttpResponse<String> response = this.client.send(this.tasks, BodyHandlers.ofString());
			return (response.statusCode() == 200) ? read(JSON.readTree(response.body())) : List.of();
		}
		catch (IOException | JacksonException ex) {
			return List.of();
		}
	}

	private static List<PartStatus> read(JsonNode answer) {
		List<PartStatus> executors = new ArrayList<>();
		for (JsonNode task : answer.path("tasks")) {
			ProcessHandle.of(task.path("pid").asLong(0))
				.filter(ProcessHandle::isAlive)
				.ifPresent((process) -> executors.add(executor(task, process)));
		}
		return executors;
	}

	private static PartStatus executor(JsonNode task, ProcessHandle process) {
		long memory = Stream.concat(Stream.of(process), process.descendants()).mapToLong(ProcessId::memory).sum();
		State state = task.path("state").asString("").equals("TASK_RUNNING") ? State.UP : State.STARTING;
		Instant since = Optional.of(process).flatMap((it) -> it.info().startInstant()).orElseGet(Instant::now);
		return new PartStatus(task.path("id").asString("executor"), Part.Kind.EXECUTOR, state, process.pid(), null,
				memory, 0, since, null);
	}

}
