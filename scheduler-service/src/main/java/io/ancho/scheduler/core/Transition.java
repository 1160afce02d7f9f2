package io.ancho.scheduler.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.ancho.events.ExecutorsChanged;
import org.jspecify.annotations.Nullable;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * A state on its way to the next one: a working copy that lives for one event. Whatever
 * changes a run or its executors goes through here, which keeps the indices right.
 */
final class Transition {

	final Policy policy;

	final Instant now;

	boolean subscribed;

	boolean offersWanted;

	boolean reviveDue;

	Instant revivedAt;

	Instant reconciledAt;

	Instant doubtedAt;

	Instant askedAt;

	int asked;

	PMap<RunId, WantedRun> runs;

	PSet<RunId> waiting;

	Fleet fleet;

	Agents agents;

	PMap<Requirements, Lack> lacks;

	Brake brake;

	PMap<RunId, ExecutorsChanged> published;

	PSet<RunId> unannounced;

	private final List<Effect> effects = new ArrayList<>();

	Transition(Policy policy, SchedulerState state, Instant now) {
		this.policy = policy;
		this.now = now;
		this.subscribed = state.session().subscribed();
		this.offersWanted = state.session().offersWanted();
		this.reviveDue = state.session().reviveDue();
		this.revivedAt = state.session().revivedAt();
		this.reconciledAt = state.session().reconciledAt();
		this.doubtedAt = state.session().doubtedAt();
		this.askedAt = state.session().askedAt();
		this.asked = state.session().asked();
		this.runs = state.runs();
		this.waiting = state.waiting();
		this.fleet = state.fleet();
		this.agents = state.agents();
		this.lacks = state.lacks();
		this.brake = state.brake();
		this.published = state.published();
		this.unannounced = state.unannounced();
	}

	Step step() {
		SchedulerState.Session session = new SchedulerState.Session(this.subscribed, this.offersWanted, this.reviveDue,
				this.revivedAt, this.reconciledAt, this.doubtedAt, this.askedAt, this.asked);
		return new Step(new SchedulerState(session, this.runs, this.waiting, this.fleet, this.agents, this.lacks,
				this.brake, this.published, this.unannounced), List.copyOf(this.effects));
	}

	void emit(Effect effect) {
		this.effects.add(effect);
	}

	WantedRun run(RunId id) {
		return Objects.requireNonNull(this.runs.get(id));
	}

	void put(WantedRun run) {
		this.runs = this.runs.plus(run.id(), run);
		emit(new Effect.StoreRun(run));
		touch(run.id());
	}

	void end(RunId run) {
		this.runs = this.runs.minus(run);
		emit(new Effect.EndRun(run));
		touch(run);
	}

	void put(Executor executor) {
		this.fleet = this.fleet.with(executor);
		emit(new Effect.StoreExecutor(executor));
		touch(executor.run());
	}

	void remove(Executor executor) {
		this.fleet = this.fleet.without(executor.id());
		emit(new Effect.ForgetExecutor(executor.id()));
		touch(executor.run());
	}

	void giveUp(Executor executor) {
		this.fleet = this.fleet.givingUp(executor);
		touch(executor.run());
	}

	/** There may be something to tell of a run, and it may miss executors. */
	void touch(RunId id) {
		this.unannounced = this.unannounced.plus(id);
		WantedRun run = this.runs.get(id);
		if (run == null || missing(run) == 0) {
			this.waiting = this.waiting.minus(id);
		}
		else if (!this.waiting.contains(id)) {
			this.waiting = this.waiting.plus(id);
			this.reviveDue = true;
		}
	}

	/** Asks an executor to end. While disconnected it is only noted. */
	void stop(Executor executor, @Nullable String reason) {
		put(executor.with(Executor.State.STOPPING, this.now, reason));
		if (this.subscribed) {
			emit(new Effect.Kill(executor.id(), executor.agentId()));
		}
	}

	int missing(WantedRun run) {
		return Math.max(0, run.needed() - this.fleet.of(run.id()).counting());
	}

	/** Whether a run that misses executors may be given one right now. */
	boolean mayLaunch(WantedRun run) {
		return !run.failures().delay(this.now) && !isBraked(run) && !Launches.isOnTrial(this, run);
	}

	/** While the brake is on a run gets its first executors, but none is replaced. */
	boolean isBraked(WantedRun run) {
		return this.brake.isOn(this.now) && run.launched() >= run.needed();
	}

	Requirements requirements(WantedRun run) {
		return Requirements.of(run.spec(), this.policy);
	}

	/** What each user's executors take together. */
	Map<String, Resources> used() {
		Map<String, Resources> used = new HashMap<>();
		for (WantedRun run : this.runs.values()) {
			Resources all = Requirements.resources(run.spec(), this.policy).times(this.fleet.of(run.id()).counting());
			used.merge(run.owner(), all, Resources::plus);
		}
		return used;
	}

}
