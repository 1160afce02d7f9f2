package io.ancho.scheduler.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

import io.ancho.scheduler.core.Cause.Blame;
import io.ancho.scheduler.core.TaskUpdate.Phase;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Mesos as far as a scheduler can tell: a master with agents that can be cut off. Calls
 * and events wait in queues, and are lost when the connection is; an agent's updates are
 * held back until the one before is acknowledged, and sent again until then.
 */
final class MesosModel {

	final Queue<SchedulerEvent> events = new ArrayDeque<>();

	final Queue<Effect> calls = new ArrayDeque<>();

	final Map<String, Agent> agents = new LinkedHashMap<>();

	final Map<TaskId, Task> tasks = new LinkedHashMap<>();

	private final Map<String, Offer> offers = new LinkedHashMap<>();

	private final Set<TaskId> everLaunched = new LinkedHashSet<>();

	private boolean subscribed;

	private boolean suppressed;

	private int numbers;

	/** An agent. */
	static final class Agent {

		final String id;

		final Resources total;

		boolean reachable = true;

		/** Whether it fails whatever is launched on it. */
		boolean broken;

		Instant refusedUntil = Instant.EPOCH;

		Agent(String id, Resources total) {
			this.id = id;
			this.total = total;
		}

	}

	/** A task, until its last update is acknowledged. */
	static final class Task {

		final TaskId id;

		final Agent agent;

		final Resources resources;

		final Deque<TaskUpdate> unacknowledged = new ArrayDeque<>();

		Phase phase = Phase.STARTING;

		Task(TaskId id, Agent agent, Resources resources) {
			this.id = id;
			this.agent = agent;
			this.resources = resources;
		}

		boolean lives() {
			return this.phase != Phase.ENDED;
		}

	}

	void addAgent(double cpus) {
		String id = "agent-" + ++this.numbers;
		this.agents.put(id, new Agent(id, new Resources(cpus, 65_536, 0, 0)));
	}

	boolean isSubscribed() {
		return this.subscribed;
	}

	void subscribe() {
		disconnect();
		this.subscribed = true;
		this.suppressed = false;
		this.agents.values().forEach((agent) -> agent.refusedUntil = Instant.EPOCH);
		this.events.add(new SchedulerEvent.Subscribed("f"));
		resend();
	}

	void disconnect() {
		this.subscribed = false;
		this.offers.clear();
		this.events.clear();
		this.calls.clear();
	}

	void tell(SchedulerEvent event) {
		if (this.subscribed) {
			this.events.add(event);
		}
	}

	/** Offers what is free, of each agent as one offer or as two. */
	void offer(Instant now, boolean inPieces) {
		if (!this.subscribed || this.suppressed) {
			return;
		}
		List<Offer> made = new ArrayList<>();
		for (Agent agent : this.agents.values()) {
			Resources free = free(agent);
			if (agent.reachable && !now.isBefore(agent.refusedUntil) && free.cpus() > 0.1) {
				double part = inPieces ? Math.floor(free.cpus() / 2) : 0;
				made.add(make(agent, new Resources(free.cpus() - part, free.memMib(), 0, 0)));
				if (part > 0) {
					made.add(make(agent, new Resources(part, 0, 0, 0)));
				}
			}
		}
		if (!made.isEmpty()) {
			made.forEach((offer) -> this.offers.put(offer.ids().get(0), offer));
			tell(new SchedulerEvent.Offered(made));
		}
	}

	private Offer make(Agent agent, Resources resources) {
		return new Offer(List.of("o-" + ++this.numbers), agent.id, agent.id + ".example", Map.of(), resources,
				new Ports(List.of(new Ports.Range(31_000, 31_999))));
	}

	private Resources free(Agent agent) {
		Resources free = agent.total;
		for (Task task : this.tasks.values()) {
			free = (task.lives() && task.agent == agent) ? free.minus(task.resources) : free;
		}
		for (Offer offer : this.offers.values()) {
			free = offer.agentId().equals(agent.id) ? free.minus(offer.resources()) : free;
		}
		return free;
	}

	/** Takes an offer back; the scheduler may not know yet. */
	void rescind(int which) {
		if (!this.offers.isEmpty()) {
			this.offers.remove(List.copyOf(this.offers.keySet()).get(which % this.offers.size()));
		}
	}

	/** Takes the next call. */
	void answer(Instant now) {
		Effect call = this.calls.poll();
		if (call instanceof Effect.Accept accept) {
			accept(accept, now);
		}
		else if (call instanceof Effect.Decline decline) {
			decline.offerIds().forEach((id) -> refuse(this.offers.remove(id), decline.refuse(), now));
		}
		else if (call instanceof Effect.Kill kill) {
			kill(kill.task());
		}
		else if (call instanceof Effect.Acknowledge acknowledge) {
			acknowledged(acknowledge.update());
		}
		else if (call instanceof Effect.Reconcile reconcile) {
			reconcile(reconcile.executors());
		}
		else if (call instanceof Effect.Suppress) {
			this.suppressed = true;
		}
		else if (call instanceof Effect.Revive) {
			this.suppressed = false;
			this.agents.values().forEach((agent) -> agent.refusedUntil = Instant.EPOCH);
		}
	}

	private void refuse(@Nullable Offer offer, Refusal refusal, Instant now) {
		if (offer != null) {
			agent(offer.agentId()).refusedUntil = now.plus(Duration.ofSeconds(refusal.seconds()));
		}
	}

	private Agent agent(String id) {
		return this.agents.getOrDefault(id, new Agent(id, Resources.NONE));
	}

	/** One stale offer among several drops the whole launch. */
	private void accept(Effect.Accept accept, Instant now) {
		boolean valid = this.offers.keySet().containsAll(accept.offer().ids());
		accept.offer().ids().forEach((id) -> refuse(this.offers.remove(id), accept.refuse(), now));
		for (Effect.Launch launch : accept.launches()) {
			TaskId id = launch.executor().id();
			assertThat(this.everLaunched.add(id)).as("%s is launched once", id).isTrue();
			if (valid) {
				launched(new Task(id, agent(accept.offer().agentId()), launch.resources()));
			}
			else {
				tell(unacknowledgeable(id, null, Phase.LOST, "DROPPED"));
			}
		}
		for (Agent agent : this.agents.values()) {
			assertThat(free(agent).cpus()).as("free cpus of %s", agent.id).isGreaterThan(-0.01);
		}
	}

	private void launched(Task task) {
		this.tasks.put(task.id, task);
		if (task.agent.broken) {
			change(task, Phase.ENDED, "FAILED",
					new Cause("EXECUTOR_TERMINATED", Blame.AGENT, "Executor terminated", ""));
		}
	}

	private void kill(TaskId id) {
		Task task = this.tasks.get(id);
		if (task == null) {
			tell(unacknowledgeable(id, null, Phase.LOST, "UNKNOWN"));
		}
		else if (task.lives() && task.agent.reachable) {
			change(task, Phase.ENDED, "KILLED");
		}
	}

	/** A task comes into a state that its agent reports. */
	void change(Task task, Phase phase, String state) {
		change(task, phase, state, new Cause("", Blame.UNKNOWN, "", ""));
	}

	private void change(Task task, Phase phase, String state, Cause cause) {
		task.phase = phase;
		task.unacknowledged.add(new TaskUpdate(task.id, task.agent.id, phase, state, cause, "uuid-" + ++this.numbers));
		if (task.unacknowledged.size() == 1) {
			send(task);
		}
	}

	private void send(Task task) {
		if (task.agent.reachable && !task.unacknowledged.isEmpty()) {
			tell(new SchedulerEvent.Updated(task.unacknowledged.element()));
		}
	}

	void resend() {
		this.tasks.values().forEach(this::send);
	}

	private void acknowledged(TaskUpdate update) {
		Task task = this.tasks.get(update.task());
		if (task != null && !task.unacknowledged.isEmpty() && task.unacknowledged.element().equals(update)) {
			task.unacknowledged.remove();
			if (task.unacknowledged.isEmpty() && !task.lives()) {
				this.tasks.remove(task.id);
			}
			send(task);
		}
	}

	private void reconcile(List<Executor> asked) {
		if (asked.isEmpty()) {
			this.tasks.values().stream().filter((task) -> task.agent.reachable).forEach(this::report);
		}
		for (Executor executor : asked) {
			Task task = this.tasks.get(executor.id());
			if (task == null) {
				tell(unacknowledgeable(executor.id(), null, Phase.LOST, "UNKNOWN"));
			}
			else {
				report(task);
			}
		}
	}

	private void report(Task task) {
		Phase phase = task.agent.reachable ? task.phase : Phase.UNREACHABLE;
		tell(unacknowledgeable(task.id, task.agent.id, phase, phase.name()));
	}

	static SchedulerEvent unacknowledgeable(TaskId task, @Nullable String agent, Phase phase, String state) {
		return new SchedulerEvent.Updated(
				new TaskUpdate(task, agent, phase, state, new Cause("RECONCILIATION", Blame.UNKNOWN, "", ""), null));
	}

	void cutOff(Agent agent) {
		agent.reachable = false;
		this.offers.values().removeIf((offer) -> offer.agentId().equals(agent.id));
		tell(new SchedulerEvent.AgentFailed(agent.id));
		tasksOn(agent).forEach(this::report);
	}

	/** What became of its tasks meanwhile is told now. */
	void heal(Agent agent) {
		agent.reachable = true;
		tasksOn(agent).stream().filter(Task::lives).forEach(this::report);
		tasksOn(agent).forEach(this::send);
	}

	/** Is gone for good, with its tasks. */
	void lose(Agent agent) {
		this.agents.remove(agent.id);
		this.offers.values().removeIf((offer) -> offer.agentId().equals(agent.id));
		tell(new SchedulerEvent.AgentFailed(agent.id));
		for (Task task : tasksOn(agent)) {
			this.tasks.remove(task.id);
			tell(unacknowledgeable(task.id, agent.id, Phase.LOST, "GONE"));
		}
	}

	List<Task> tasksOn(Agent agent) {
		return this.tasks.values().stream().filter((task) -> task.agent == agent).toList();
	}

	List<Task> living() {
		return this.tasks.values().stream().filter(Task::lives).toList();
	}

}
