package io.ancho.scheduler.core;

import java.util.List;

/**
 * What updates about tasks change. An update is acknowledged after its consequences are
 * stored.
 */
final class Updates {

	private Updates() {
	}

	static void apply(Transition transition, TaskUpdate update) {
		Executor executor = transition.fleet.find(update.task());
		if (executor == null) {
			unknown(transition, update);
		}
		else {
			transition.fleet = transition.fleet.confirmed(executor.id());
			known(transition, executor, update);
		}
		if (update.uuid() != null) {
			transition.emit(new Effect.Acknowledge(update));
		}
	}

	/** A task of this framework that nobody remembers, or that was given up. */
	private static void unknown(Transition transition, TaskUpdate update) {
		switch (update.phase()) {
			case STARTING, RUNNING -> transition.emit(new Effect.Kill(update.task(), update.agentId()));
			case UNREACHABLE, ENDED, LOST, REFUSED -> {
			}
		}
	}

	private static void known(Transition transition, Executor executor, TaskUpdate update) {
		switch (update.phase()) {
			case STARTING -> {
			}
			case RUNNING -> running(transition, executor);
			case UNREACHABLE -> unreachable(transition, executor, update);
			case ENDED -> ended(transition, executor, update);
			case LOST -> lost(transition, executor, update);
			case REFUSED -> refused(transition, executor, update);
		}
	}

	private static void running(Transition transition, Executor executor) {
		switch (executor.state()) {
			case LAUNCHING -> {
				Executor running = executor.with(Executor.State.RUNNING, transition.now, null);
				transition.put(running);
				transition.emit(new Effect.Started(running));
			}
			case UNREACHABLE -> returned(transition, executor);
			case RUNNING, STOPPING -> {
			}
		}
	}

	/** It is welcome back unless it was replaced in the meantime. */
	private static void returned(Transition transition, Executor executor) {
		transition.fleet = transition.fleet.without(executor.id());
		WantedRun run = transition.runs.get(executor.run());
		if (run != null && transition.missing(run) > 0) {
			transition.put(executor.with(Executor.State.RUNNING, transition.now, null));
		}
		else {
			transition.stop(executor, "it was replaced while it could not be reached");
		}
	}

	private static void unreachable(Transition transition, Executor executor, TaskUpdate update) {
		switch (executor.state()) {
			case LAUNCHING, RUNNING -> {
				transition.put(executor.with(Executor.State.UNREACHABLE, transition.now, update.reason()));
				Troubles.unreachable(transition);
			}
			case STOPPING -> transition.remove(executor);
			case UNREACHABLE -> {
			}
		}
	}

	private static void refused(Transition transition, Executor executor, TaskUpdate update) {
		if (executor.state() == Executor.State.LAUNCHING) {
			ended(transition, executor, update);
		}
		else {
			transition.emit(new Effect.Reconcile(List.of(executor)));
		}
	}

	private static void lost(Transition transition, Executor executor, TaskUpdate update) {
		forget(transition, executor, update);
		if (executor.state() == Executor.State.RUNNING) {
			Troubles.gone(transition);
		}
	}

	private static void ended(Transition transition, Executor executor, TaskUpdate update) {
		forget(transition, executor, update);
		if (executor.state() != Executor.State.STOPPING) {
			Launches.ended(transition, executor, update, cause(transition, executor, update));
		}
	}

	private static void forget(Transition transition, Executor executor, TaskUpdate update) {
		transition.remove(executor);
		boolean expected = executor.state() == Executor.State.STOPPING;
		transition.emit(new Effect.Ended(executor, update.state(), cause(transition, executor, update), expected));
	}

	private static Cause cause(Transition transition, Executor executor, TaskUpdate update) {
		WantedRun run = transition.runs.get(executor.run());
		return update.cause().resolved(run != null && run.spec().image() != null);
	}

}
