package io.ancho.localstack.mesos.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;

/**
 * Launches tasks and keeps them. Not thread-safe: everything, {@link #tick} too, is
 * called from one thread.
 */
public final class Agent {

	private final AgentDescription description;

	private final Containerizer containerizer;

	private final Map<TaskKey, Task> tasks = new LinkedHashMap<>();

	/** Tasks that the master has sent but that never came. */
	private final Set<TaskKey> missed = new HashSet<>();

	/** Tasks that are being killed and whose updates nobody waits for. */
	private final List<Task> abandoned = new ArrayList<>();

	/**
	 * An agent that takes up the tasks it finds.
	 * @param description who it is
	 * @param containerizer runs its tasks
	 * @throws IOException if what an earlier process left cannot be read
	 */
	public Agent(AgentDescription description, Containerizer containerizer) throws IOException {
		this.description = description;
		this.containerizer = containerizer;
		containerizer.recover().forEach((task) -> this.tasks.put(task.key(), task));
	}

	public AgentDescription description() {
		return this.description;
	}

	public AgentID id() {
		return this.description.id();
	}

	/**
	 * The tasks that are not over, or whose last update is not acknowledged.
	 * @return a view of them, oldest launch first
	 */
	public Collection<Task> tasks() {
		return this.tasks.values();
	}

	/**
	 * Whether there is nothing that time could change.
	 * @return whether it has no task
	 */
	public boolean dormant() {
		return this.tasks.isEmpty() && this.abandoned.isEmpty();
	}

	public Optional<Task> task(TaskKey key) {
		return Optional.ofNullable(this.tasks.get(key));
	}

	/**
	 * Launches a task. It never throws for a task that cannot be launched: that comes as
	 * an update.
	 * @param framework whose it is, with its id
	 * @param info what to launch
	 */
	public void launch(FrameworkInfo framework, TaskInfo info) {
		try {
			Task task = this.containerizer.launch(framework, info);
			this.tasks.put(task.key(), task);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("cannot launch " + info.getTaskId().getValue(), ex);
		}
	}

	/**
	 * Keeps in mind a task that the master sends while it cannot reach this agent. The
	 * master takes the task to be here, until it learns better.
	 * @param framework whose it is, with its id
	 * @param info what the master wants launched
	 */
	public void miss(FrameworkInfo framework, TaskInfo info) {
		Task task = Emulation.task(framework, info);
		task.stage();
		this.tasks.put(task.key(), task);
		this.missed.add(task.key());
	}

	/**
	 * Learns from the master what it has missed.
	 * @param inTime whether the master still takes those tasks to be here: then it is
	 * told that they are not
	 */
	public void reconcileMissed(boolean inTime) {
		List<Task> all = this.missed.stream().flatMap((key) -> task(key).stream()).toList();
		all.forEach(inTime ? Refusal::reportMissed : (task) -> this.tasks.remove(task.key()));
		this.missed.clear();
	}

	/**
	 * Asks a task to end: SIGTERM, after the grace period of its kill policy SIGKILL.
	 * @param key the task
	 */
	public void kill(TaskKey key) {
		task(key).ifPresent(Task::kill);
	}

	/**
	 * Ends tasks and forgets them at once: nobody waits for their updates.
	 * @param which selects the tasks
	 * @return whether there was one
	 */
	public boolean abandon(Predicate<Task> which) {
		List<Task> some = this.tasks.values().stream().filter(which).toList();
		some.forEach((task) -> {
			this.tasks.remove(task.key());
			this.abandoned.add(task);
			task.kill();
		});
		return !some.isEmpty();
	}

	public void acknowledge(TaskKey key, ByteString uuid) {
		task(key).filter((task) -> task.acknowledge(uuid))
			.filter((task) -> task.isOver() && task.updates().allAcknowledged())
			.ifPresent((task) -> {
				this.tasks.remove(key);
				this.containerizer.retire(task);
			});
	}

	/** Sends all pending updates again, at once, as after registering with a master. */
	public void resend() {
		this.tasks.values().forEach((task) -> task.updates().resendTwice());
	}

	/**
	 * Sends the pending updates of a framework again, at once.
	 * @param framework a framework that has just subscribed
	 */
	public void resend(FrameworkID framework) {
		this.tasks.values()
			.stream()
			.filter((task) -> task.key().framework().equals(framework))
			.forEach((task) -> task.updates().resend());
	}

	/**
	 * Looks after every task: to be called several times a second.
	 * @param now the time
	 * @param listener receives the updates that are due
	 * @return whether a task has ended, which sets its resources free
	 */
	public boolean tick(Instant now, UpdateListener listener) {
		boolean ended = false;
		for (Task task : this.tasks.values()) {
			ended |= task.tick(now);
			task.updates().due(now).ifPresent((status) -> listener.update(task.key().framework(), status));
		}
		bury(now);
		return ended;
	}

	/**
	 * Looks after abandoned tasks only, as an agent does that is out of touch.
	 * @param now the time
	 */
	public void bury(Instant now) {
		this.abandoned.forEach((task) -> task.tick(now));
		this.abandoned.removeIf((task) -> {
			if (task.isOver()) {
				this.containerizer.retire(task);
			}
			return task.isOver();
		});
	}

}
