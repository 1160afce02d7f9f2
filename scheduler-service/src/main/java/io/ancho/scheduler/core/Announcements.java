package io.ancho.scheduler.core;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.ancho.events.ExecutorsChanged;
import org.jspecify.annotations.Nullable;

/**
 * Tells of a run's executors whenever there is something new to tell.
 */
final class Announcements {

	/** How long an answer to a revival may take. */
	private static final Duration PATIENCE = Duration.ofSeconds(3);

	private Announcements() {
	}

	static void make(Transition transition) {
		Set<RunId> runs = new LinkedHashSet<>(transition.published.keySet());
		runs.addAll(transition.runs.keySet());
		transition.executors.values().forEach((executor) -> runs.add(executor.run()));
		for (RunId run : runs) {
			ExecutorsChanged current = current(transition, run);
			if (!same(current, transition.published.get(run))) {
				transition.published.put(run, current);
				transition.emit(new Effect.Publish(current));
			}
			if (!transition.runs.containsKey(run) && current.executors().isEmpty()) {
				transition.published.remove(run);
			}
		}
	}

	private static ExecutorsChanged current(Transition transition, RunId id) {
		WantedRun run = transition.runs.get(id);
		List<ExecutorsChanged.Executor> executors = transition.executorsOf(id)
			.stream()
			.map((e) -> new ExecutorsChanged.Executor(e.id().value(), e.host(), e.state().name()))
			.toList();
		return new ExecutorsChanged(id.value(), (run != null) ? run.spec().count() : 0, executors,
				(run != null) ? waiting(transition, run) : null, transition.now);
	}

	private static boolean same(ExecutorsChanged one, @Nullable ExecutorsChanged other) {
		return other != null && at(one, Instant.EPOCH).equals(at(other, Instant.EPOCH));
	}

	private static ExecutorsChanged at(ExecutorsChanged event, Instant at) {
		return new ExecutorsChanged(event.run(), event.wanted(), event.executors(), event.waiting(), at);
	}

	private static @Nullable String waiting(Transition transition, WantedRun run) {
		int missing = transition.missing(run);
		if (missing == 0) {
			return null;
		}
		String executors = (run.spec().count() == 1) ? " executor waits: " : " executors wait: ";
		return missing + " of " + run.spec().count() + executors + obstacle(transition, run);
	}

	private static String obstacle(Transition transition, WantedRun run) {
		if (!transition.subscribed) {
			return "there is no connection to Mesos";
		}
		if (run.failures().many()) {
			return "the last " + run.failures().inARow() + " ended soon after their launch (" + run.failures().last()
					+ "); trying again, at most once a minute";
		}
		if (run.failures().delay(transition.now)) {
			return "the last one ended soon after its launch (" + run.failures().last() + "); trying again";
		}
		List<Offer> offers = transition.leftovers.values().stream().map(SchedulerState.Leftover::offer).toList();
		if (offers.isEmpty() && transition.now.isBefore(transition.revivedAt.plus(PATIENCE))) {
			return "Mesos has been asked for offers";
		}
		String obstacle = Fit.obstacle(run.spec(), offers, transition.counting(run.id()));
		return (obstacle != null) ? obstacle : "they are about to be launched";
	}

}
