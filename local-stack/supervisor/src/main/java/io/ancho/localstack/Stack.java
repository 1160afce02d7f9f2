package io.ancho.localstack;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import io.ancho.localstack.PartStatus.State;

/**
 * All parts together: started as soon as what each needs is ready, stopped in reverse
 * order.
 */
final class Stack {

	private static final Duration GRACE = Duration.ofSeconds(10);

	private static final Duration GRACE_OF_MIDDLEWARE = Duration.ofSeconds(20);

	/** For a process that writes its class archive at its end, which happens once. */
	private static final Duration GRACE_TO_ARCHIVE = Duration.ofSeconds(60);

	private final List<Keeper> keepers;

	private final List<Thread> threads = new ArrayList<>();

	private final Ledger ledger;

	private final Instant since = Instant.now();

	private volatile boolean stopping;

	Stack(List<Part> parts, Settings settings, Ledger ledger) {
		List<Keeper> made = new ArrayList<>();
		for (Part part : parts) {
			List<Keeper> needs = made.stream().filter((other) -> part.needs().contains(other.part().name())).toList();
			made.add(new Keeper(part, new PartLog(settings.logs(), part.name()),
					settings.temporary().resolve(part.name()), space(part, settings), needs));
		}
		this.keepers = List.copyOf(made);
		this.ledger = ledger;
	}

	private static DiskSpace space(Part part, Settings settings) {
		boolean keepsData = part.kind() == Part.Kind.MIDDLEWARE;
		return new DiskSpace(settings.data(part.name()), keepsData ? DiskSpace.OF_MIDDLEWARE : DiskSpace.ANY);
	}

	void start() {
		for (Keeper keeper : this.keepers) {
			Thread thread = new Thread(keeper, keeper.part().name());
			thread.setDaemon(true);
			this.threads.add(thread);
			thread.start();
		}
	}

	/**
	 * What has to be looked after now and then.
	 */
	void tend() throws IOException {
		this.ledger.refresh();
		for (Keeper keeper : this.keepers) {
			keeper.log().trim();
		}
	}

	/**
	 * End every process: services and executors, then what is left of their children,
	 * then the middleware.
	 */
	void stop() throws IOException, InterruptedException {
		this.stopping = true;
		this.threads.forEach(Thread::interrupt);
		this.ledger.refresh();
		end((keeper) -> keeper.part().kind() != Part.Kind.MIDDLEWARE, GRACE);
		List<Long> middleware = processes((keeper) -> keeper.part().kind() == Part.Kind.MIDDLEWARE).stream()
			.map(Process::pid)
			.toList();
		this.ledger.end((process) -> !middleware.contains(process.pid()), GRACE);
		end((keeper) -> true, GRACE_OF_MIDDLEWARE);
		this.ledger.end((process) -> true, Duration.ofSeconds(1));
	}

	private void end(Predicate<Keeper> which, Duration grace) throws IOException, InterruptedException {
		List<Keeper> ending = this.keepers.stream().filter(which).filter((keeper) -> keeper.process() != null).toList();
		ending.forEach((keeper) -> process(keeper).destroy());
		long began = System.nanoTime();
		for (Keeper keeper : ending) {
			ClassArchive archive = keeper.part().archive();
			Duration longest = archive.exists() ? grace : GRACE_TO_ARCHIVE;
			long left = began + longest.toNanos() - System.nanoTime();
			if (!process(keeper).waitFor(left, TimeUnit.NANOSECONDS)) {
				process(keeper).destroyForcibly().waitFor();
			}
			archive.take(process(keeper).exitValue());
		}
	}

	private static Process process(Keeper keeper) {
		return Objects.requireNonNull(keeper.process());
	}

	private List<Process> processes(Predicate<Keeper> which) {
		List<Process> processes = new ArrayList<>();
		for (Keeper keeper : this.keepers) {
			Process process = keeper.process();
			if (process != null && which.test(keeper)) {
				processes.add(process);
			}
		}
		return processes;
	}

	List<PartStatus> parts() {
		return this.keepers.stream().map(Keeper::status).toList();
	}

	Instant since() {
		return this.since;
	}

	/**
	 * {@code starting}, {@code up}, {@code failed} or {@code stopping}.
	 */
	String state() {
		if (this.stopping) {
			return "stopping";
		}
		if (any(State.FAILED)) {
			return "failed";
		}
		return this.keepers.stream().allMatch((keeper) -> keeper.state() == State.UP) ? "up" : "starting";
	}

	private boolean any(State state) {
		return this.keepers.stream().anyMatch((keeper) -> keeper.state() == state);
	}

}
