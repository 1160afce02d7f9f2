package io.ancho.localstack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.ancho.localstack.PartStatus.State;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one part alive: waits for what it needs, starts it, asks whether it is ready, and
 * starts it again when it dies. Runs on a thread of its own until it is interrupted.
 */
final class Keeper implements Runnable {

	private static final Duration START_LIMIT = Duration.ofMinutes(4);

	private static final Duration PROBE_WHILE_STARTING = Duration.ofMillis(200);

	private static final Duration PROBE_WHILE_UP = Duration.ofSeconds(5);

	/**
	 * Variables that configure Ancho's parts: only ours, not whatever the user's shell
	 * has set.
	 */
	private static final Predicate<String> OURS = (name) -> Stream
		.of("ANCHO_", "SERVER_", "SPRING_", "MANAGEMENT_", "LOGGING_", "MESOS_", "KAFKA_", "CASSANDRA_", "SPARK_",
				"ZOOKEEPER_")
		.anyMatch(name::startsWith);

	private final Part part;

	private final PartLog log;

	private final Path temporary;

	private final DiskSpace space;

	private final List<Keeper> needs;

	private final CountDownLatch everReady = new CountDownLatch(1);

	private volatile State state = State.WAITING;

	private volatile Instant since = Instant.now();

	private volatile @Nullable String reason;

	private volatile @Nullable Process process;

	private volatile Restarts restarts = Restarts.none();

	private @Nullable Instant readySince;

	/**
	 * A keeper that has not begun.
	 * @param part what is kept alive
	 * @param log where it prints
	 * @param temporary its temporary files, which are deleted before each start: a
	 * process that was killed leaves them behind
	 * @param space what must be free where it keeps its data before it is started
	 * @param needs what has to be ready first
	 */
	Keeper(Part part, PartLog log, Path temporary, DiskSpace space, List<Keeper> needs) {
		this.part = part;
		this.log = log;
		this.temporary = temporary;
		this.space = space;
		this.needs = List.copyOf(needs);
	}

	Part part() {
		return this.part;
	}

	PartLog log() {
		return this.log;
	}

	State state() {
		return this.state;
	}

	@Nullable Process process() {
		return this.process;
	}

	@Override
	public void run() {
		try {
			for (Keeper need : this.needs) {
				become(State.WAITING, "waits for " + need.part.name());
				need.everReady.await();
			}
			while (!this.restarts.hopeless()) {
				Thread.sleep(this.restarts.inARow() > 0 ? this.restarts.pause().toMillis() : 0);
				awaitSpace();
				live();
			}
			become(State.FAILED, this.reason);
		}
		catch (InterruptedException ex) {
			become(State.STOPPED, null);
		}
		catch (IOException ex) {
			become(State.FAILED, this.part.name() + " cannot be started: " + ex.getMessage());
		}
	}

	private void awaitSpace() throws IOException, InterruptedException {
		while (!this.space.suffices()) {
			become(State.WAITING, this.space.shortage());
			Thread.sleep(PROBE_WHILE_STARTING.toMillis());
		}
	}

	/**
	 * One life of the part, from its start to its end.
	 */
	private void live() throws IOException, InterruptedException {
		this.log.launched();
		TemporaryFolder.empty(this.temporary);
		Process started = launch();
		this.process = started;
		Instant start = Instant.now();
		this.readySince = null;
		become(State.STARTING, null);
		while (!started.waitFor(interval().toMillis(), TimeUnit.MILLISECONDS)) {
			probe();
			if (this.state == State.STARTING && start.plus(START_LIMIT).isBefore(Instant.now())) {
				started.destroyForcibly();
			}
		}
		this.part.archive().take(started.exitValue());
		this.restarts = this.restarts.diedAfter(readyFor());
		become(State.RESTARTING, this.part.name() + " ended with exit status " + started.exitValue() + "\n"
				+ String.join("\n", this.log.reason()));
	}

	/**
	 * How long ago this life of the part was ready for the first time.
	 */
	private Duration readyFor() {
		Instant ready = this.readySince;
		return (ready != null) ? Duration.between(ready, Instant.now()) : Duration.ZERO;
	}

	private Process launch() throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Jvm.java().toString());
		command.add("-Djava.io.tmpdir=" + this.temporary);
		command.addAll(this.part.flags());
		command.addAll(this.part.archive().useOrMake());
		command.addAll(this.part.program());
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.log.folder().toFile())
			.redirectErrorStream(true)
			.redirectInput(ProcessBuilder.Redirect.from(Jvm.nothing()))
			.redirectOutput(ProcessBuilder.Redirect.appendTo(this.log.file().toFile()));
		Map<String, String> environment = builder.environment();
		environment.keySet().removeIf(OURS);
		environment.putAll(this.part.environment());
		return builder.start();
	}

	private Duration interval() {
		return (this.state == State.UP) ? PROBE_WHILE_UP : PROBE_WHILE_STARTING;
	}

	private void probe() throws InterruptedException {
		boolean ready = this.part.readiness().test();
		if (ready && this.state != State.UP) {
			this.restarts = this.restarts.ready();
			this.readySince = (this.readySince != null) ? this.readySince : Instant.now();
			become(State.UP, null);
			this.everReady.countDown();
		}
		else if (!ready && this.state == State.UP) {
			become(State.UNREADY, "does not answer that it is ready");
		}
	}

	private void become(State next, @Nullable String why) {
		if (next != this.state) {
			this.since = Instant.now();
			System.out.println(this.since + " " + this.part.name() + " is " + next.json()
					+ ((why == null) ? "" : ": " + why.replace("\n", "\n    ")));
		}
		this.state = next;
		this.reason = why;
	}

	PartStatus status() {
		Optional<ProcessHandle> living = Optional.ofNullable(this.process)
			.map(Process::toHandle)
			.filter(ProcessHandle::isAlive);
		return new PartStatus(this.part.name(), this.part.kind(), this.state,
				living.map(ProcessHandle::pid).orElse(null), this.part.port(), living.map(this::memory).orElse(0L),
				this.restarts.count(), this.since, this.reason);
	}

	/**
	 * With its children; those of the middleware are executors, which are told of
	 * separately.
	 */
	private long memory(ProcessHandle process) {
		return (this.part.kind() == Part.Kind.MIDDLEWARE) ? ProcessId.memory(process) : ProcessId.memoryOfTree(process);
	}

}
