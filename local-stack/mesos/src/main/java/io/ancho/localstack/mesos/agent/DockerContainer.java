package io.ancho.localstack.mesos.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;

import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A container of a Docker engine, by the {@code docker} command line: {@code docker run}
 * is the task's process and ends with its exit status. The container is removed when it
 * has ended, and found by its name after a restart.
 */
final class DockerContainer implements Container {

	/** Has {@code inspect} written as soon as the container has begun. */
	private static final String RUN = """
			folder=$0
			name=$1
			shift
			look() {
				docker container inspect "$name" > "$folder/inspect.tmp" 2> /dev/null || return
				! grep -q '"StartedAt": "0001-' "$folder/inspect.tmp" && mv "$folder/inspect.tmp" "$folder/inspect"
			}
			{ docker run --name "$name" "$@"; echo $? > "$folder/status"; } &
			until look || [ -e "$folder/status" ]; do sleep 0.1; done
			wait
			[ -e "$folder/inspect" ] || look
			docker rm --force --volumes "$name" > /dev/null 2>&1
			exit "$(cat "$folder/status")"
			""";

	private static final String PULL = "docker image inspect \"$0\" > /dev/null 2>&1 || exec docker pull \"$0\"";

	private static final JsonMapper mapper = new JsonMapper();

	private final TaskFolder folder;

	private final TaskInfo task;

	private final String id;

	private final String name;

	private final TaskProcess process;

	DockerContainer(TaskFolder folder, TaskKey key, TaskInfo task) {
		this.folder = folder;
		this.task = task;
		this.id = key.containerId();
		this.name = "mesos-" + this.id;
		this.process = new TaskProcess(folder);
	}

	@Override
	public List<Step> preparation() {
		List<Step> steps = new ArrayList<>();
		steps.add(step(List.of("docker", "version"), (status, errors) -> Refusal.NO_DOCKER));
		if (!this.task.getCommand().getUrisList().isEmpty()) {
			steps.add(Fetch.step(this.folder, this.id));
		}
		DockerInfo docker = this.task.getContainer().getDocker();
		String image = docker.getImage();
		steps.add(step(
				docker.getForcePullImage() ? List.of("docker", "pull", image) : List.of("/bin/sh", "-c", PULL, image),
				(status, errors) -> Refusal.launchFailed("Failed to run 'docker pull " + image
						+ "': exited with status " + status + "; stderr='" + errors + "'")));
		return steps;
	}

	private Step step(List<String> command, BiFunction<Integer, String, Refusal> refusal) {
		return new Step(command, this.folder.sandbox(), refusal);
	}

	@Override
	public void start() throws IOException, UnfitException {
		DockerRun run = new DockerRun(this.task, this.folder, this.name);
		List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", RUN, this.folder.path().toString(), this.name));
		command.addAll(run.arguments());
		this.folder.write(DockerRun.ENVIRONMENT, run.environment());
		Map<String, String> own = new HashMap<>(System.getenv());
		own.keySet()
			.removeIf((variable) -> !variable.startsWith("DOCKER_") && !List.of("PATH", "HOME").contains(variable));
		this.process.start(command, own);
	}

	@Override
	public Optional<Running> running() {
		Path file = this.folder.path().resolve("inspect");
		try {
			return Files.exists(file) ? Optional.of(running(Files.readAllBytes(file))) : Optional.empty();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("cannot read what Docker says of " + this.name, ex);
		}
	}

	private static Running running(byte[] inspection) {
		JsonNode networks = mapper.readTree(inspection).at("/0/NetworkSettings/Networks");
		String address = networks.valueStream()
			.map((network) -> network.path("IPAddress").asString(""))
			.filter((ip) -> !ip.isEmpty())
			.findFirst()
			.orElse(Running.HERE.address());
		return new Running(address, ByteString.copyFrom(inspection));
	}

	@Override
	public OptionalInt exitStatus() {
		return this.process.exitStatus();
	}

	@Override
	public boolean attended() {
		return this.process.attended();
	}

	@Override
	public boolean signal(String signal) {
		if (signal.equals("KILL")) {
			Sessions.execute("docker", "rm", "--force", "--volumes", this.name);
			return true;
		}
		boolean running = running().isPresent();
		if (running) {
			// Docker counts the seconds itself, from the moment it has sent the image's
			// signal.
			Duration grace = Termination.grace(this.task.getKillPolicy(), this);
			Sessions.execute("docker", "stop", "--time", Long.toString(grace.plusMillis(999).toSeconds()), this.name);
		}
		return running;
	}

	@Override
	public String describe(int status) {
		return "Container exited with status " + status;
	}

	@Override
	public Duration grace() {
		return Duration.ofSeconds(5);
	}

	@Override
	public Duration delay() {
		return Duration.ofSeconds(10);
	}

	@Override
	public List<String> inside(List<String> command) {
		List<String> line = new ArrayList<>(List.of("docker", "exec", this.name));
		line.addAll(command);
		return line;
	}

}
