package io.ancho.localstack.mesos.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;

/**
 * Ends a task that uses more memory than it has, and 32 MiB, which Mesos adds for the
 * executor. Where the real one asks the kernel for a limit, this one looks once a second,
 * and only where there is {@code /proc}.
 */
final class MemoryLimit implements Watch {

	private static final long MIB = 1024 * 1024;

	private static final double EXECUTOR_MIB = 32;

	private static final long PAGE = 4096;

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private final TaskProcess process;

	private Instant next = Instant.MIN;

	MemoryLimit(TaskProcess process) {
		this.process = process;
	}

	@Override
	public void look(Task task, Instant now) {
		if (now.isBefore(this.next)) {
			return;
		}
		this.next = now.plus(INTERVAL);
		double limit = EXECUTOR_MIB + task.info()
			.getResourcesList()
			.stream()
			.filter((resource) -> resource.getName().equals("mem"))
			.mapToDouble((Resource resource) -> resource.getScalar().getValue())
			.sum();
		if (used() > limit * MIB) {
			task.end(TaskState.TASK_FAILED, Reason.REASON_CONTAINER_LIMITATION_MEMORY,
					String.format("Memory limit exceeded: Requested: %.0fMB Maximum Used: %.0fMB", limit, limit));
		}
	}

	private long used() {
		Optional<ProcessHandle> leader = this.process.pid().flatMap(ProcessHandle::of);
		return leader.stream()
			.flatMap((process) -> Stream.concat(Stream.of(process), process.descendants()))
			.mapToLong((process) -> resident(process.pid()))
			.sum();
	}

	private static long resident(long pid) {
		try {
			return Long.parseLong(Files.readString(Path.of("/proc", Long.toString(pid), "statm")).split(" ")[1]) * PAGE;
		}
		catch (IOException ex) {
			return 0;
		}
	}

}
