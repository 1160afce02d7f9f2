package io.ancho.scheduler.core;

import java.util.Comparator;
import java.util.List;

/**
 * What runs say: that they want executors, how many of them the work left occupies, and
 * that they want none any more.
 */
final class Runs {

	/** Whom a run misses least: those not at work yet, then the youngest. */
	private static final Comparator<Executor> LEAST_MISSED = Comparator
		.comparing((Executor executor) -> executor.state() == Executor.State.RUNNING)
		.thenComparing(Executor::launchedAt, Comparator.reverseOrder())
		.thenComparing((executor) -> executor.id().value(), Comparator.reverseOrder());

	private Runs() {
	}

	static void wanted(Transition transition, SchedulerEvent.RunWanted wanted) {
		if (!transition.runs.containsKey(wanted.run())) {
			transition.put(new WantedRun(wanted.run(), wanted.owner(), wanted.weight(), wanted.name(), wanted.queue(),
					wanted.spec(), wanted.at(), wanted.spec().count(), 0, Failures.NONE));
		}
	}

	/** Who is at work is let finish it, however many are needed. */
	static void needs(Transition transition, SchedulerEvent.RunNeeds needs) {
		WantedRun run = transition.runs.get(needs.run());
		if (run == null) {
			return;
		}
		int needed = Math.max(0, Math.min(needs.executors(), run.spec().count()));
		if (needed != run.needed()) {
			transition.put(run.withNeeded(needed));
		}
		release(transition, needs, transition.fleet.of(run.id()).counting() - needed);
	}

	private static void release(Transition transition, SchedulerEvent.RunNeeds needs, int surplus) {
		transition.fleet.of(needs.run())
			.executors()
			.values()
			.stream()
			.filter(transition.fleet::counts)
			.filter((executor) -> executor.state() != Executor.State.RUNNING || needs.idle().contains(executor.id()))
			.sorted(LEAST_MISSED)
			.limit(Math.max(0, surplus))
			.toList()
			.forEach((executor) -> end(transition, executor, "the work left needs fewer executors"));
	}

	static void over(Transition transition, RunId run) {
		if (transition.runs.containsKey(run)) {
			transition.end(run);
		}
		List.copyOf(transition.fleet.of(run).executors().values())
			.forEach((executor) -> end(transition, executor, "the run needs it no more"));
	}

	private static void end(Transition transition, Executor executor, String reason) {
		switch (executor.state()) {
			case LAUNCHING, RUNNING -> transition.stop(executor, reason);
			// Should it come back, nobody knows it any more, and it is killed.
			case UNREACHABLE -> transition.remove(executor);
			case STOPPING -> {
			}
		}
	}

}
