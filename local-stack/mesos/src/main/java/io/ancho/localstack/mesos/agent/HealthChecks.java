package io.ancho.localstack.mesos.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.jspecify.annotations.Nullable;

/**
 * A task's health check. The first success is reported and so is every failure; so many
 * failures in a row end the task. Failures within the grace period do not count until the
 * first success.
 */
final class HealthChecks implements Watch {

	private final HealthCheck check;

	private final Path sandbox;

	private final Container container;

	private @Nullable Instant start;

	private Instant next = Instant.MAX;

	private Instant deadline = Instant.MAX;

	private @Nullable Process probe;

	private @Nullable Boolean healthy;

	private int failures;

	private HealthChecks(HealthCheck check, Path sandbox, Container container) {
		this.check = check;
		this.sandbox = sandbox;
		this.container = container;
	}

	static Optional<Watch> of(TaskInfo task, Path sandbox, Container container) {
		return task.hasHealthCheck() ? Optional.of(new HealthChecks(task.getHealthCheck(), sandbox, container))
				: Optional.empty();
	}

	@Override
	public void look(Task task, Instant now) {
		if (this.start == null) {
			this.start = now;
			this.next = now.plus(seconds(this.check.getDelaySeconds()));
		}
		if (this.probe == null) {
			if (!now.isBefore(this.next)) {
				this.probe = start();
				this.deadline = now.plus(seconds(this.check.getTimeoutSeconds()));
			}
		}
		else if (!this.probe.isAlive() || !now.isBefore(this.deadline)) {
			boolean passed = !this.probe.isAlive() && this.probe.exitValue() == 0;
			this.probe.destroyForcibly();
			this.probe = null;
			this.next = now.plus(seconds(this.check.getIntervalSeconds()));
			judge(task, passed, now.isBefore(this.start.plus(seconds(this.check.getGracePeriodSeconds()))));
		}
	}

	private void judge(Task task, boolean passed, boolean lenient) {
		if (passed) {
			if (!Boolean.TRUE.equals(this.healthy)) {
				task.reportHealth(true);
			}
			this.healthy = true;
			this.failures = 0;
		}
		else if (this.healthy != null || !lenient) {
			this.healthy = false;
			this.failures++;
			task.reportHealth(false);
			if (this.failures >= this.check.getConsecutiveFailures()) {
				task.kill();
			}
		}
	}

	private Process start() {
		try {
			return new ProcessBuilder(command()).directory(this.sandbox.toFile())
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("cannot check the health of the task in " + this.sandbox, ex);
		}
	}

	private List<String> command() {
		String address = this.container.running().orElse(Running.HERE).address();
		return switch (this.check.getType()) {
			case HTTP -> {
				HealthCheck.HTTPCheckInfo http = this.check.getHttp();
				String scheme = http.hasScheme() ? http.getScheme() : "http";
				yield List.of("curl", "-sfkgL", "-o", "/dev/null",
						scheme + "://" + address + ":" + http.getPort() + http.getPath());
			}
			case TCP -> List.of("bash", "-c", ": < /dev/tcp/" + address + "/" + this.check.getTcp().getPort());
			default -> this.container.inside(List.of("/bin/sh", "-c", this.check.getCommand().getValue()));
		};
	}

	private static Duration seconds(double seconds) {
		return Duration.ofMillis(Math.round(seconds * 1000));
	}

}
