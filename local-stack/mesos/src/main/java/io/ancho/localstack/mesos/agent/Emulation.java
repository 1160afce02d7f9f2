package io.ancho.localstack.mesos.agent;

import java.util.List;
import java.util.OptionalInt;

import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * Runs nothing: a task "runs" until it is killed. It lets one process stand for many
 * agents, and forgets everything when that process ends.
 */
public final class Emulation implements Containerizer {

	private static final int TERMINATED = 143;

	private static final int KILLED = 137;

	@Override
	public List<Task> recover() {
		return List.of();
	}

	@Override
	public Task launch(FrameworkInfo framework, TaskInfo info) {
		Task task = task(framework, info);
		task.launch(Refusal.ofEmulated(info));
		return task;
	}

	/** A task that is not launched. */
	static Task task(FrameworkInfo framework, TaskInfo info) {
		return new Task(framework, info, new Memory(), new Nothing(), new StatusUpdates());
	}

	@Override
	public void retire(Task task) {
		// There is nothing to put away.
	}

	private static final class Nothing implements Container {

		private OptionalInt exit = OptionalInt.empty();

		@Override
		public void start() {
			// It takes nothing to seem to run.
		}

		@Override
		public OptionalInt exitStatus() {
			return this.exit;
		}

		@Override
		public boolean attended() {
			return true;
		}

		@Override
		public boolean signal(String signal) {
			this.exit = OptionalInt.of(signal.equals("KILL") ? KILLED : TERMINATED);
			return true;
		}

	}

	private static final class Memory implements Checkpoint {

		private boolean killed;

		@Override
		public void saveUpdates(List<TaskStatus> statuses) {
			// Nothing outlives this process.
		}

		@Override
		public boolean killed() {
			return this.killed;
		}

		@Override
		public void markKilled() {
			this.killed = true;
		}

	}

}
