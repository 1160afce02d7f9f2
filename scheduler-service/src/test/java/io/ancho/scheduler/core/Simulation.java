package io.ancho.scheduler.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

import io.ancho.events.ExecutorSpec;
import io.ancho.scheduler.core.MesosModel.Agent;
import io.ancho.scheduler.core.MesosModel.Task;
import io.ancho.scheduler.core.TaskUpdate.Phase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The core with a store, a queue of runs' events and a Mesos, to all of which everything
 * can happen: the same for the same seed. At every step it checks that an executor is
 * stored before it is launched, that an update is acknowledged after what it changes is
 * stored, that no run is given more than it needs, and that nothing is launched for a run
 * or on an agent that is to be left alone.
 */
final class Simulation {

	private static final int AGENTS = 10;

	private static final int CPUS = 8;

	private static final int MOST_RUNS = 8;

	private final Random random;

	private final Scheduler scheduler = new Scheduler(Policy.DEFAULT);

	private final MesosModel mesos = new MesosModel();

	private final Map<RunId, WantedRun> storedRuns = new LinkedHashMap<>();

	private final Map<TaskId, Executor> storedExecutors = new LinkedHashMap<>();

	/** What run-service told; what was not dealt with to the end is told again. */
	private final Deque<SchedulerEvent> told = new ArrayDeque<>();

	private final Map<String, Long> needed = new TreeMap<>();

	private final List<SchedulerEvent> past = new ArrayList<>();

	private SchedulerState state = SchedulerState.restored(List.of(), List.of());

	private Instant now = Instant.parse("2026-11-21T09:00:00Z");

	private boolean crashes = true;

	private int runs;

	Simulation(int seed) {
		this.random = new Random(seed);
		for (int i = 0; i < AGENTS; i++) {
			this.mesos.addAgent(CPUS);
		}
	}

	void step() {
		switch (this.random.nextInt(20)) {
			case 0, 1, 2, 3, 4 -> listen();
			case 5, 6, 7, 8 -> this.mesos.answer(this.now);
			case 9, 10 -> time();
			case 11, 12 -> this.mesos.offer(this.now, this.random.nextBoolean());
			case 13, 14 -> start();
			case 15, 16 -> runs();
			case 17 -> reconnect();
			default -> fault();
		}
	}

	private void listen() {
		SchedulerEvent event = this.random.nextInt(4) == 0 ? this.told.peek() : this.mesos.events.poll();
		if (event != null && apply(event) && event == this.told.peek()) {
			this.told.remove();
		}
	}

	private void time() {
		long[] seconds = { 1, 2, 10, 30, 90 };
		this.now = this.now.plus(Duration.ofSeconds(seconds[this.random.nextInt(seconds.length)]));
		apply(new SchedulerEvent.Tick());
		this.mesos.resend();
	}

	private void start() {
		List<Task> starting = this.mesos.living()
			.stream()
			.filter((task) -> task.phase == Phase.STARTING && task.agent.reachable)
			.toList();
		if (!starting.isEmpty()) {
			this.mesos.change(starting.get(this.random.nextInt(starting.size())), Phase.RUNNING, "RUNNING");
		}
	}

	private void runs() {
		int choice = this.random.nextInt(4);
		if (choice == 0 && !this.needed.isEmpty()) {
			end(any(List.copyOf(this.needed.keySet())));
		}
		else if (choice == 1 && !this.needed.isEmpty()) {
			String run = any(List.copyOf(this.needed.keySet()));
			long executors = 1L + this.random.nextInt(3);
			this.needed.put(run, executors);
			tellNeed(run, executors);
		}
		else if (this.needed.size() < MOST_RUNS) {
			submit("r" + ++this.runs, 3);
		}
	}

	private void tellNeed(String run, long executors) {
		this.told.add(new SchedulerEvent.RunNeeds(new RunId(run), (int) executors, executorsOf(run)));
	}

	private Set<TaskId> executorsOf(String run) {
		return Set.copyOf(this.state.fleet().of(new RunId(run)).executors().keySet());
	}

	private void submit(String run, int count) {
		this.needed.put(run, (long) count);
		this.told.add(new SchedulerEvent.RunWanted(new RunId(run), "user-" + this.random.nextInt(3), 1, run, "q",
				new ExecutorSpec(count, 1 + this.random.nextInt(2), 1024, 0, null, List.of()), this.now));
	}

	private void end(String run) {
		this.needed.remove(run);
		this.told.add(new SchedulerEvent.RunOver(new RunId(run)));
	}

	private <T> T any(List<T> list) {
		return list.get(this.random.nextInt(list.size()));
	}

	private void reconnect() {
		if (!this.mesos.isSubscribed()) {
			this.mesos.subscribe();
		}
		else if (this.random.nextInt(3) == 0) {
			this.mesos.disconnect();
			apply(new SchedulerEvent.Disconnected());
		}
	}

	private void fault() {
		Agent agent = any(List.copyOf(this.mesos.agents.values()));
		List<Task> living = this.mesos.living();
		switch (this.random.nextInt(10)) {
			case 9 -> agent.broken = !agent.broken;
			case 0 -> this.mesos.cutOff(agent);
			case 1, 2, 3 -> this.mesos.heal(agent);
			case 4 -> {
				this.mesos.lose(agent);
				this.mesos.addAgent(CPUS);
			}
			case 5 -> this.mesos.rescind(this.random.nextInt(100));
			case 6 -> late();
			case 7 -> this.mesos.tasks.computeIfAbsent(new TaskId("ancho.ghost." + this.random.nextInt(5)),
					(id) -> new Task(id, agent, Resources.NONE));
			default -> {
				if (!living.isEmpty()) {
					this.mesos.change(any(living), Phase.ENDED, "FAILED");
				}
			}
		}
	}

	/** Something that was said before is said again. */
	private void late() {
		if (!this.past.isEmpty() && this.mesos.isSubscribed() && any(this.past) instanceof SchedulerEvent.Updated update
				&& update.update().phase() != Phase.LOST && update.update().uuid() != null) {
			apply(update);
		}
	}

	/** Whether it came to the end: it may crash between two effects. */
	private boolean apply(SchedulerEvent event) {
		this.past.add(event);
		Step step = this.scheduler.apply(this.state, event, this.now);
		this.state = step.next();
		for (Effect effect : step.effects()) {
			if (this.crashes && this.random.nextInt(150) == 0) {
				this.state = SchedulerState.restored(this.storedRuns.values(), this.storedExecutors.values());
				this.mesos.disconnect();
				return false;
			}
			perform(effect);
		}
		return true;
	}

	private void perform(Effect effect) {
		if (effect instanceof Effect.StoreRun store) {
			this.storedRuns.put(store.run().id(), store.run());
		}
		else if (effect instanceof Effect.EndRun over) {
			this.storedRuns.remove(over.run());
		}
		else if (effect instanceof Effect.StoreExecutor store) {
			this.storedExecutors.put(store.executor().id(), store.executor());
		}
		else if (effect instanceof Effect.ForgetExecutor forget) {
			this.storedExecutors.remove(forget.executor());
		}
		else {
			check(effect);
			if (this.mesos.isSubscribed()) {
				this.mesos.calls.add(effect);
			}
		}
	}

	private void check(Effect effect) {
		if (effect instanceof Effect.Accept accept) {
			accept.launches().forEach(this::check);
		}
		else if (effect instanceof Effect.Acknowledge acknowledge) {
			Executor stored = this.storedExecutors.get(acknowledge.update().task());
			switch (acknowledge.update().phase()) {
				case ENDED, LOST -> assertThat(stored).isNull();
				case RUNNING -> assertThat(stored == null || stored.state() != Executor.State.LAUNCHING).isTrue();
				case STARTING, UNREACHABLE, REFUSED -> {
				}
			}
		}
	}

	private void check(Effect.Launch launch) {
		RunId run = launch.run().id();
		assertThat(this.storedExecutors).containsEntry(launch.executor().id(), launch.executor());
		assertThat(this.state.fleet().of(run).counting()).as("executors of %s", launch.run())
			.isLessThanOrEqualTo(launch.run().needed());
		assertThat(launch.run().failures().delay(this.now)).as("pause of %s", launch.run()).isFalse();
		assertThat(this.state.agents().trouble(launch.executor().agentId()).isPaused(this.now))
			.as("pause of %s", launch.executor().agentId())
			.isFalse();
	}

	/** No more faults, and as much time as it takes, within limits. */
	void settle() {
		this.crashes = false;
		this.mesos.agents.values().forEach((agent) -> agent.broken = false);
		List.copyOf(this.mesos.agents.values()).forEach(this.mesos::heal);
		if (!this.mesos.isSubscribed()) {
			this.mesos.subscribe();
		}
		for (int second = 0; second < 1500 && !isSettled(); second++) {
			if (second % 60 == 0) {
				this.needed.forEach(this::tellNeed); // Others have become idle.
			}
			while (!this.told.isEmpty()) {
				apply(this.told.remove());
			}
			while (!this.mesos.events.isEmpty() || !this.mesos.calls.isEmpty()) {
				this.mesos.answer(this.now);
				SchedulerEvent event = this.mesos.events.poll();
				if (event != null) {
					apply(event);
				}
			}
			this.now = this.now.plus(Duration.ofSeconds(1));
			apply(new SchedulerEvent.Tick());
			this.mesos.resend();
			this.mesos.offer(this.now, false);
			start();
		}
	}

	private boolean isSettled() {
		return this.told.isEmpty() && this.mesos.events.isEmpty() && this.mesos.calls.isEmpty()
				&& living().equals(this.needed) && remembered().equals(this.needed) && this.state.unconfirmed() == 0;
	}

	void endAll() {
		List.copyOf(this.needed.keySet()).forEach(this::end);
	}

	Map<String, Long> wanted() {
		return this.needed;
	}

	Map<String, Long> living() {
		return RandomScheduleTests.count(this.mesos.living().stream().map((task) -> task.id).toList());
	}

	Map<String, Long> remembered() {
		return RandomScheduleTests.count(List.copyOf(this.storedExecutors.keySet()));
	}

}
