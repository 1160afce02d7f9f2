package io.ancho.scheduler.it;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The stand-in for Mesos as a process of its own, which can be killed and started again.
 */
final class StandInMesos implements AutoCloseable {

	private final Path folder;

	private final int port;

	private final double cpus;

	private final HttpClient http = HttpClient.newHttpClient();

	private @Nullable Process process;

	StandInMesos(Path folder, double cpus) throws IOException {
		this.folder = folder;
		this.cpus = cpus;
		try (ServerSocket socket = new ServerSocket(0)) {
			this.port = socket.getLocalPort();
		}
	}

	URI address() {
		return URI.create("http://127.0.0.1:" + this.port);
	}

	void start() throws Exception {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "io.ancho.localstack.mesos.MesosMain");
		builder.environment().put("CLASSPATH", classPath);
		builder.environment().put("MESOS_PORT", Integer.toString(this.port));
		builder.environment().put("MESOS_WORK_DIR", this.folder.resolve("work").toString());
		builder.environment().put("MESOS_CPUS", Double.toString(this.cpus));
		builder.environment().put("MESOS_MEM_MIB", "4096");
		builder.redirectErrorStream(true);
		builder.redirectOutput(ProcessBuilder.Redirect.appendTo(this.folder.resolve("mesos.log").toFile()));
		this.process = builder.start();
		Await.until("the stand-in answers", this::answers, (answers) -> answers);
	}

	private boolean answers() throws InterruptedException {
		try {
			return get("/health").statusCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
	}

	void kill() throws InterruptedException {
		if (this.process != null) {
			this.process.destroyForcibly().waitFor();
		}
	}

	/** The tasks that have not ended, as Mesos sees them. */
	List<JsonNode> tasks() throws Exception {
		JsonNode tasks = new JsonMapper().readTree(get("/tasks").body()).get("tasks");
		return tasks.valueStream().filter((task) -> task.get("state").stringValue().equals("TASK_RUNNING")).toList();
	}

	/** The ids of the tasks that have not ended. */
	List<String> taskIds() throws Exception {
		return tasks().stream().map((task) -> task.get("id").stringValue()).sorted().toList();
	}

	/** The process ids of the tasks' commands that are alive, whatever Mesos thinks. */
	List<Long> commands() throws IOException {
		return alive("pid");
	}

	private List<Long> alive(String file) throws IOException {
		Path tasks = this.folder.resolve("work/tasks");
		if (!Files.exists(tasks)) {
			return List.of();
		}
		try (Stream<Path> folders = Files.list(tasks)) {
			return folders.map((path) -> path.resolve(file))
				.filter(Files::exists)
				.map(StandInMesos::pid)
				.filter((pid) -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false))
				.sorted(Comparator.naturalOrder())
				.toList();
		}
	}

	private static long pid(Path file) {
		try {
			return Long.parseLong(Files.readString(file).strip());
		}
		catch (IOException ex) {
			return -1;
		}
	}

	/** Makes a fault happen. */
	void fault(String json) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(address().resolve("/faults"))
			.POST(HttpRequest.BodyPublishers.ofString(json))
			.build();
		HttpResponse<String> answer = this.http.send(request, HttpResponse.BodyHandlers.ofString());
		if (answer.statusCode() != 202) {
			throw new IllegalArgumentException(answer.statusCode() + " to " + json);
		}
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return this.http.send(HttpRequest.newBuilder(address().resolve(path)).build(),
				HttpResponse.BodyHandlers.ofString());
	}

	@Override
	public void close() throws Exception {
		kill();
		for (long pid : commands()) {
			new ProcessBuilder("/bin/sh", "-c", "kill -s KILL -- -" + pid).start().waitFor();
		}
		Await.until("the wrappers have written their last", () -> alive("wrapper"), List::isEmpty);
	}

}
