package io.ancho.scheduler.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Turns offers into executors. The run that has the fewest is served first, one executor
 * at a time, so that a large run does not keep a later small one waiting.
 */
final class Matching {

	private Matching() {
	}

	static void match(Transition transition, List<Offer> offers) {
		for (Offer offer : Offer.byAgent(offers)) {
			List<Effect.Launch> launches = new ArrayList<>();
			Offer rest = offer;
			for (Optional<WantedRun> run = next(transition, rest); run.isPresent(); run = next(transition, rest)) {
				launches.add(launch(transition, run.get(), rest));
				rest = rest.without(run.get().spec());
			}
			transition.leftovers.put(offer.agentId(), new SchedulerState.Leftover(rest, transition.now));
			Refusal refusal = transition.anyMissing() ? Refusal.SHORT : Refusal.LONG;
			transition.emit(launches.isEmpty() ? new Effect.Decline(offer, refusal)
					: new Effect.Accept(offer, List.copyOf(launches), refusal));
		}
	}

	private static Optional<WantedRun> next(Transition transition, Offer rest) {
		return transition.runs.values()
			.stream()
			.filter((run) -> transition.missing(run) > 0 && !run.failures().delay(transition.now))
			.filter((run) -> Fit.fits(run.spec(), rest, transition.counting(run.id())))
			.min(Comparator.comparingInt((WantedRun run) -> transition.counting(run.id()).size())
				.thenComparing(WantedRun::submittedAt));
	}

	private static Effect.Launch launch(Transition transition, WantedRun run, Offer offer) {
		WantedRun numbered = run.withLaunched(run.launched() + 1);
		Executor executor = new Executor(TaskId.of(run.id(), numbered.launched()), run.id(), run.owner(),
				offer.agentId(), offer.host(), offer.attributes(), offer.ports().first(), Executor.State.LAUNCHING,
				transition.now, transition.now, null);
		transition.put(numbered);
		transition.put(executor);
		return new Effect.Launch(executor, numbered);
	}

}
