package io.ancho.localstack.mesos.agent;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The steps before a task's start, one after the other, while others go on.
 */
final class Preparation {

	/** What a shell says of a program that is not there. */
	private static final int NO_SUCH_PROGRAM = 127;

	private final Deque<Step> steps;

	private @Nullable Process process;

	private @Nullable Refusal refusal;

	Preparation(List<Step> steps) {
		this.steps = new ArrayDeque<>(steps);
	}

	/**
	 * Goes as far as it can without waiting.
	 * @return whether there is nothing left to do, be it by success or by failure
	 */
	boolean proceed() {
		while (this.refusal == null && !this.steps.isEmpty() && !underWay(this.steps.element())) {
			this.steps.remove();
		}
		return this.refusal != null || this.steps.isEmpty();
	}

	/** Why the task cannot be started, if a step has failed. */
	Optional<Refusal> refusal() {
		return Optional.ofNullable(this.refusal);
	}

	/** Ends what is under way. */
	void cancel() {
		this.steps.clear();
		if (this.process != null) {
			this.process.descendants().forEach(ProcessHandle::destroyForcibly);
			this.process.destroyForcibly();
		}
	}

	private boolean underWay(Step step) {
		Path errors = step.sandbox().resolve("stderr");
		try {
			Process current = (this.process != null) ? this.process : start(step, errors.toFile());
			this.process = current.isAlive() ? current : null;
			if (this.process == null && current.exitValue() != 0) {
				this.refusal = step.refusal().apply(current.exitValue(), Files.readString(errors));
			}
		}
		catch (IOException ex) {
			this.refusal = step.refusal().apply(NO_SUCH_PROGRAM, String.valueOf(ex.getMessage()));
		}
		return this.process != null;
	}

	private static Process start(Step step, File errors) throws IOException {
		return new ProcessBuilder(step.command()).directory(step.sandbox().toFile())
			.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.redirectError(errors)
			.start();
	}

}
