package io.ancho.scheduler.core;

import java.time.Instant;
import java.util.List;

import io.ancho.scheduler.core.Cause.Blame;

/**
 * What failed launches mean for the run they were for, until one of its executors stays.
 */
final class Launches {

	private Launches() {
	}

	/** An executor has ended without being asked to. */
	static void ended(Transition transition, Executor executor, TaskUpdate update, Cause cause) {
		if (!Failures.isOfLaunch(executor, cause.blame(), transition.now)) {
			finished(transition, executor, update);
			return;
		}
		if (update.phase() == TaskUpdate.Phase.ENDED && !update.finished()) {
			Troubles.launchFailed(transition, executor, cause.blame());
		}
		failed(transition, executor, update.state(), cause);
		finished(transition, executor, update);
	}

	/** Its run may be over, which is told by another way. */
	private static void finished(Transition transition, Executor executor, TaskUpdate update) {
		WantedRun run = transition.runs.get(executor.run());
		if (run != null && update.finished()) {
			transition.put(run.withFailures(run.failures().afterNews(transition.now)));
		}
	}

	static void timedOut(Transition transition, Executor executor, String text) {
		Troubles.launchTimedOut(transition, executor);
		failed(transition, executor, "STAGING", new Cause("", Blame.AGENT, text, ""));
	}

	private static void failed(Transition transition, Executor executor, String state, Cause cause) {
		WantedRun run = transition.runs.get(executor.run());
		if (run != null) {
			LaunchFailure failure = new LaunchFailure(executor.id(), executor.host(), state, cause, transition.now,
					List.of());
			WantedRun failed = run.withFailures(run.failures().add(executor, failure, transition.policy.backoff()));
			transition.put(failed);
			transition.emit(new Effect.ReadLog(executor));
			warn(transition, failed, run.failures().inARow());
		}
	}

	private static void warn(Transition transition, WantedRun run, int before) {
		Failures failures = run.failures();
		if (before < Verdict.MANY && failures.inARow() >= Verdict.MANY && failures.last() != null
				&& !Verdict.blamesTheRun(transition.fleet, transition.agents, run, transition.now)) {
			transition.emit(new Effect.Warning(Effect.Warning.Kind.LAUNCHES_FAIL,
					"The last " + failures.inARow() + " attempts to launch executors of run " + run.id()
							+ " failed, the latest " + failures.last().text()));
		}
	}

	static void logRead(Transition transition, SchedulerEvent.LogRead read) {
		WantedRun run = transition.runs.get(read.executor().run());
		if (run != null && run.failures().last() != null
				&& run.failures().last().executor().equals(read.executor().id())) {
			transition.put(run.withFailures(run.failures().withLog(read.lines())));
		}
	}

	/** An executor that stays shows that a run can be given some. */
	static void calm(Transition transition) {
		for (WantedRun run : List.copyOf(transition.runs.values())) {
			if (run.failures().inARow() > 0 && transition.fleet.of(run.id())
				.executors()
				.values()
				.stream()
				.anyMatch((executor) -> run.failures().areRefutedBy(executor, transition.now))) {
				transition.put(run.withFailures(Failures.NONE));
				transition.reviveDue = true;
			}
		}
	}

	/** Whether one executor is being tried before the others. */
	static boolean isOnTrial(Transition transition, WantedRun run) {
		Instant young = transition.now.minus(Failures.QUICK);
		return run.failures().callForATrial() && transition.fleet.of(run.id())
			.executors()
			.values()
			.stream()
			.filter((executor) -> !executor.launchedAt().isBefore(run.failures().since()))
			.anyMatch((executor) -> executor.state() == Executor.State.LAUNCHING
					|| executor.state() == Executor.State.RUNNING && executor.since().isAfter(young));
	}

}
