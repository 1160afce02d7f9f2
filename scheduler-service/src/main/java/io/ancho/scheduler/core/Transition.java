package io.ancho.scheduler.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.ancho.events.ExecutorsChanged;
import org.jspecify.annotations.Nullable;

/**
 * A state on its way to the next one: a working copy that lives for one event.
 */
final class Transition {

	final Instant now;

	boolean subscribed;

	boolean offersWanted;

	Instant revivedAt;

	Instant reconciledAt;

	Instant doubtedAt;

	final Map<RunId, WantedRun> runs;

	final Map<TaskId, Executor> executors;

	final Map<String, SchedulerState.Leftover> leftovers;

	final Map<RunId, ExecutorsChanged> published;

	private final List<Effect> effects = new ArrayList<>();

	Transition(SchedulerState state, Instant now) {
		this.now = now;
		this.subscribed = state.subscribed();
		this.offersWanted = state.offersWanted();
		this.revivedAt = state.revivedAt();
		this.reconciledAt = state.reconciledAt();
		this.doubtedAt = state.doubtedAt();
		this.runs = new LinkedHashMap<>(state.runs());
		this.executors = new LinkedHashMap<>(state.executors());
		this.leftovers = new LinkedHashMap<>(state.leftovers());
		this.published = new LinkedHashMap<>(state.published());
	}

	Step step() {
		return new Step(
				new SchedulerState(this.subscribed, this.offersWanted, this.revivedAt, this.reconciledAt,
						this.doubtedAt, this.runs, this.executors, this.leftovers, this.published),
				List.copyOf(this.effects));
	}

	void emit(Effect effect) {
		this.effects.add(effect);
	}

	void put(WantedRun run) {
		this.runs.put(run.id(), run);
		emit(new Effect.StoreRun(run));
	}

	void put(Executor executor) {
		this.executors.put(executor.id(), executor);
		emit(new Effect.StoreExecutor(executor));
	}

	void remove(Executor executor) {
		this.executors.remove(executor.id());
		emit(new Effect.ForgetExecutor(executor.id()));
	}

	/** Asks an executor to end. While disconnected it is only noted. */
	void stop(Executor executor, @Nullable String reason) {
		put(executor.with(Executor.State.STOPPING, this.now, reason));
		if (this.subscribed) {
			emit(new Effect.Kill(executor.id(), executor.agentId()));
		}
	}

	Collection<Executor> executorsOf(RunId run) {
		return this.executors.values().stream().filter((executor) -> executor.run().equals(run)).toList();
	}

	/** The executors that count towards what a run wants. */
	List<Executor> counting(RunId run) {
		return executorsOf(run).stream().filter((executor) -> executor.counts(this.now)).toList();
	}

	int missing(WantedRun run) {
		return Math.max(0, run.spec().count() - counting(run.id()).size());
	}

	boolean anyMissing() {
		return this.runs.values().stream().anyMatch((run) -> missing(run) > 0);
	}

}
