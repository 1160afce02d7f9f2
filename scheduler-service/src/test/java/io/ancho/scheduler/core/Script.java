package io.ancho.scheduler.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.ancho.events.ExecutorSpec;
import io.ancho.events.ExecutorsChanged;
import io.ancho.scheduler.core.Cause.Blame;
import io.ancho.scheduler.core.TaskUpdate.Phase;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A story of the scheduler, told as what happens and what is expected to follow.
 */
final class Script {

	private final Policy policy;

	private SchedulerState state = SchedulerState.restored(List.of(), List.of());

	private Instant now = Instant.parse("2026-11-21T09:00:00Z");

	private List<Effect> effects = List.of();

	private int offers;

	private Script(Policy policy) {
		this.policy = policy;
	}

	static Script subscribed() {
		return subscribed(Policy.DEFAULT);
	}

	static Script subscribed(Policy policy) {
		return new Script(policy).send(new SchedulerEvent.Subscribed("f-1"));
	}

	Script send(SchedulerEvent event) {
		Step step = new Scheduler(this.policy).apply(this.state, event, this.now);
		this.state = step.next();
		this.effects = step.effects();
		return this;
	}

	Script after(Duration time) {
		this.now = this.now.plus(time);
		return send(new SchedulerEvent.Tick());
	}

	/** What a restart leaves: what was stored. */
	Script restart() {
		this.state = SchedulerState.restored(this.state.runs().values(), this.state.executors().values());
		return this;
	}

	@SafeVarargs
	final Script submit(String run, int count, int cpus, List<String>... constraints) {
		return submit("alice", run, new ExecutorSpec(count, cpus, 1024, 0, null, List.of(constraints)));
	}

	Script submit(String owner, String run, ExecutorSpec spec) {
		return submit(owner, 1, run, spec);
	}

	Script submit(String owner, double weight, String run, ExecutorSpec spec) {
		return send(new SchedulerEvent.RunWanted(new RunId(run), owner, weight, run, "ancho.chunks." + run, spec,
				this.now));
	}

	Script needs(String run, int executors, String... idle) {
		return send(new SchedulerEvent.RunNeeds(new RunId(run), executors,
				Arrays.stream(idle).map(TaskId::new).collect(Collectors.toSet())));
	}

	Script over(String run) {
		return send(new SchedulerEvent.RunOver(new RunId(run)));
	}

	Script offer(String agent, double cpus) {
		return offer(agent, cpus, Math.max(8192, cpus * 1024), Map.of());
	}

	Script offer(String agent, double cpus, double memMib, Map<String, String> attributes) {
		return send(new SchedulerEvent.Offered(List.of(offerOf(agent, cpus, memMib, attributes))));
	}

	Offer offerOf(String agent, double cpus, double memMib, Map<String, String> attributes) {
		return new Offer(List.of("o-" + ++this.offers), agent, agent + ".example", attributes,
				new Resources(cpus, memMib, 0, 0), new Ports(List.of(new Ports.Range(31000, 31999))));
	}

	Script offer(Offer... offers) {
		return send(new SchedulerEvent.Offered(List.of(offers)));
	}

	Offer offerOf(String agent, Resources resources) {
		return new Offer(List.of("o-" + ++this.offers), agent, agent + ".example", Map.of(), resources,
				new Ports(List.of(new Ports.Range(31000, 31999))));
	}

	Script running(String task) {
		return update(task, Phase.RUNNING, "RUNNING", "");
	}

	Script failed(String task, String message) {
		return failed(task, Blame.UNKNOWN, message);
	}

	Script failed(String task, Blame blame, String message) {
		return update(task, Phase.ENDED, "FAILED", new Cause("", blame, message, ""));
	}

	Script update(String task, Phase phase, String state, String message) {
		return update(task, phase, state, new Cause("", Blame.UNKNOWN, message, ""));
	}

	Script update(String task, Phase phase, String state, Cause cause) {
		return send(new SchedulerEvent.Updated(new TaskUpdate(new TaskId(task), "agent", phase, state, cause, "dQ==")));
	}

	/** Mesos's answer to a reconciliation, which wants no acknowledgement. */
	Script reconciled(String task, Phase phase, String state) {
		return send(new SchedulerEvent.Updated(new TaskUpdate(new TaskId(task), "agent", phase, state,
				new Cause("RECONCILIATION", Blame.UNKNOWN, "Reconciliation", ""), null)));
	}

	Script expectLaunched(String... tasks) {
		assertThat(all(Effect.Accept.class).stream()
			.flatMap((accept) -> accept.launches().stream())
			.map((launch) -> launch.executor().id().value())).containsExactly(tasks);
		return this;
	}

	/**
	 * The agents that executors were launched on, in the order of the agents' fullness.
	 */
	Script expectLaunchedOn(String... agents) {
		assertThat(all(Effect.Accept.class)).flatExtracting(Effect.Accept::launches)
			.extracting((launch) -> launch.executor().agentId())
			.containsExactly(agents);
		return this;
	}

	Script expectNothingLaunched() {
		return expectLaunched();
	}

	Script expectDeclined(Refusal refusal) {
		assertThat(all(Effect.Decline.class)).extracting(Effect.Decline::refuse).containsExactly(refusal);
		return this;
	}

	Script expectKilled(String... tasks) {
		assertThat(all(Effect.Kill.class)).extracting((kill) -> kill.task().value()).containsExactlyInAnyOrder(tasks);
		return this;
	}

	Script expectReconciled(String... tasks) {
		assertThat(all(Effect.Reconcile.class).stream()
			.flatMap((reconcile) -> reconcile.executors().stream())
			.map((executor) -> executor.id().value())).containsExactlyInAnyOrder(tasks);
		return this;
	}

	Script expectWarned(Effect.Warning.Kind kind, String text) {
		assertThat(all(Effect.Warning.class)).containsExactly(new Effect.Warning(kind, text));
		return this;
	}

	Script expectNo(Class<? extends Effect> type) {
		assertThat(all(type)).isEmpty();
		return this;
	}

	Script expect(Class<? extends Effect> type) {
		assertThat(all(type)).hasSize(1);
		return this;
	}

	/** In this order, whatever comes between. */
	@SafeVarargs
	final Script expectInOrder(Class<? extends Effect>... types) {
		assertThat(this.effects).extracting(Object::getClass)
			.map((type) -> (Object) type)
			.containsSubsequence((Object[]) types);
		return this;
	}

	Script expectExecutors(String run, String... states) {
		assertThat(told(run).executors()).extracting(ExecutorsChanged.Executor::state).containsExactly(states);
		return this;
	}

	Script expectWaiting(String run, @Nullable String waiting) {
		assertThat(told(run).waiting()).isEqualTo(waiting);
		return this;
	}

	/** What there is to tell of a run, whether or not it has been told. */
	ExecutorsChanged told(String run) {
		return Announcements.current(new Transition(this.policy, this.state, this.now), new RunId(run));
	}

	SchedulerState state() {
		return this.state;
	}

	Instant now() {
		return this.now;
	}

	int unconfirmed() {
		return this.state.unconfirmed();
	}

	<T extends Effect> List<T> all(Class<T> type) {
		List<T> all = new ArrayList<>();
		this.effects.stream().filter(type::isInstance).map(type::cast).forEach(all::add);
		return all;
	}

}
