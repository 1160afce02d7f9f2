package io.ancho.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every process of the stack, in a file, so that none outlives it: executors and Python
 * processes lead sessions of their own, and lose their parents when those are killed.
 */
final class Ledger {

	private final Path file;

	private Set<ProcessId> processes;

	Ledger(Path file) throws IOException {
		this.file = file;
		this.processes = read(file);
	}

	/**
	 * Add the processes that have come, in whatever depth below this one or below one
	 * that is known, and forget those that are gone.
	 */
	synchronized void refresh() throws IOException {
		Set<ProcessId> found = new LinkedHashSet<>();
		ProcessHandle.current().descendants().flatMap(Ledger::identify).forEach(found::add);
		for (ProcessId known : this.processes) {
			if (!found.contains(known)) {
				known.living()
					.stream()
					.flatMap((process) -> Stream.concat(Stream.of(process), process.descendants()))
					.flatMap(Ledger::identify)
					.forEach(found::add);
			}
		}
		if (!found.equals(this.processes)) {
			this.processes = found;
			write();
		}
	}

	/**
	 * End the processes that are asked for, politely first: SIGTERM, and after the grace
	 * period SIGKILL.
	 * @return how many were ended
	 */
	int end(Predicate<ProcessId> which, Duration grace) throws IOException, InterruptedException {
		refresh();
		List<ProcessId> wanted = snapshot().stream().filter(which).toList();
		living(wanted).forEach(ProcessHandle::destroy);
		long deadline = System.nanoTime() + grace.toNanos();
		while (System.nanoTime() < deadline && living(wanted).findAny().isPresent()) {
			Thread.sleep(50);
		}
		refresh();
		living(snapshot().stream().filter(which).toList()).forEach(ProcessHandle::destroyForcibly);
		return wanted.size();
	}

	private synchronized Collection<ProcessId> snapshot() {
		return Set.copyOf(this.processes);
	}

	private static Stream<ProcessHandle> living(Collection<ProcessId> processes) {
		return processes.stream().flatMap((process) -> process.living().stream());
	}

	private static Stream<ProcessId> identify(ProcessHandle process) {
		return ProcessId.of(process).stream();
	}

	private static Set<ProcessId> read(Path file) throws IOException {
		if (Files.notExists(file)) {
			return Set.of();
		}
		return Files.readAllLines(file)
			.stream()
			.map((line) -> line.split(" "))
			.map((fields) -> new ProcessId(Long.parseLong(fields[0]), Long.parseLong(fields[1])))
			.collect(Collectors.toUnmodifiableSet());
	}

	private void write() throws IOException {
		Path temporary = this.file.resolveSibling(this.file.getFileName() + ".new");
		Files.write(temporary,
				this.processes.stream().map((process) -> process.pid() + " " + process.start()).toList());
		Files.move(temporary, this.file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
	}

}
