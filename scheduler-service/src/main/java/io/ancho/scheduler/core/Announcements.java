package io.ancho.scheduler.core;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;

import io.ancho.events.ExecutorsChanged;
import org.jspecify.annotations.Nullable;

/**
 * Tells of a run's executors when there is something new to tell: at once, but of the
 * same run not again before a moment has passed. What a run waits for is looked at as
 * time passes, not with every offer.
 */
final class Announcements {

	private static final Duration MOMENT = Duration.ofMillis(400);

	private static final Comparator<Executor> BY_NUMBER = Comparator
		.comparingInt((Executor executor) -> executor.id().value().length())
		.thenComparing((executor) -> executor.id().value());

	private Announcements() {
	}

	static void make(Transition transition, boolean timePassed) {
		if (timePassed) {
			transition.waiting.stream()
				.filter((run) -> !transition.unannounced.contains(run))
				.forEach((run) -> waits(transition, run));
		}
		for (RunId run : transition.unannounced) {
			if (timePassed || isDue(transition, run)) {
				announce(transition, run, current(transition, run));
				transition.unannounced = transition.unannounced.minus(run);
			}
		}
	}

	private static boolean isDue(Transition transition, RunId run) {
		ExecutorsChanged last = transition.published.get(run);
		return last == null || !transition.now.isBefore(last.at().plus(MOMENT));
	}

	/** Nothing but the reason for waiting may have changed. */
	private static void waits(Transition transition, RunId run) {
		ExecutorsChanged last = transition.published.get(run);
		if (last != null) {
			announce(transition, run,
					new ExecutorsChanged(last.run(), last.wanted(), last.executors(),
							Obstacles.waiting(transition, transition.run(run)), transition.now,
							trouble(transition, transition.run(run))));
		}
	}

	private static void announce(Transition transition, RunId run, ExecutorsChanged current) {
		if (!same(current, transition.published.get(run))) {
			transition.published = transition.published.plus(run, current);
			transition.emit(new Effect.Publish(current));
		}
		if (!transition.runs.containsKey(run) && current.executors().isEmpty()) {
			transition.published = transition.published.minus(run);
		}
	}

	static ExecutorsChanged current(Transition transition, RunId id) {
		WantedRun run = transition.runs.get(id);
		return new ExecutorsChanged(id.value(), (run != null) ? run.needed() : 0,
				transition.fleet.of(id)
					.executors()
					.values()
					.stream()
					.sorted(BY_NUMBER)
					.map((e) -> new ExecutorsChanged.Executor(e.id().value(), e.host(), e.state().name()))
					.toList(),
				(run != null) ? Obstacles.waiting(transition, run) : null, transition.now,
				(run != null) ? trouble(transition, run) : null);
	}

	private static ExecutorsChanged.@Nullable Trouble trouble(Transition transition, WantedRun run) {
		Failures failures = run.failures();
		LaunchFailure last = failures.last();
		if (last == null) {
			return null;
		}
		Cause cause = last.cause();
		return new ExecutorsChanged.Trouble(last.executor().value(), last.host(), "TASK_" + last.state(),
				cause.reason().isEmpty() ? null : "REASON_" + cause.reason(), cause.message(),
				cause.advice().isEmpty() ? null : cause.advice(), last.log(), last.at(), failures.inARow(),
				failures.failingSince(), Obstacles.nextAttempt(transition, run).orElse(null),
				Verdict.givesUp(transition, run));
	}

	private static boolean same(ExecutorsChanged one, @Nullable ExecutorsChanged other) {
		return other != null && at(one, Instant.EPOCH).equals(at(other, Instant.EPOCH));
	}

	private static ExecutorsChanged at(ExecutorsChanged event, Instant at) {
		return new ExecutorsChanged(event.run(), event.wanted(), event.executors(), event.waiting(), at,
				event.trouble());
	}

}
