package io.ancho.scheduler.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns a batch of offers into executors. Runs are served by {@link FairQueue}, one
 * executor at a time; each goes to the fullest agent that has room, unless its run wants
 * to be spread. What is left is declined: no offer is held.
 */
final class Matching {

	private final Transition transition;

	private final List<Candidate> candidates;

	private final Map<Requirements, Scan> scans = new HashMap<>();

	private final Map<RunId, WantedRun> numbered = new LinkedHashMap<>();

	private Matching(Transition transition, List<Candidate> candidates) {
		this.transition = transition;
		this.candidates = candidates;
	}

	static void match(Transition transition, List<Offer> offers) {
		List<Offer> merged = Offer.byAgent(offers);
		merged.forEach((offer) -> transition.agents = transition.agents.learn(offer, inUse(transition, offer)));
		Matching matching = new Matching(transition, candidates(transition, merged));
		matching.queue().serve(matching::place);
		matching.note();
		matching.answer();
	}

	private static Resources inUse(Transition transition, Offer offer) {
		Resources used = Resources.NONE;
		for (Executor executor : transition.fleet.on(offer.agentId())) {
			WantedRun run = transition.runs.get(executor.run());
			if (run != null) {
				used = used.plus(Requirements.resources(run.spec(), transition.policy));
			}
		}
		return used;
	}

	/** Fullest first. */
	private static List<Candidate> candidates(Transition transition, List<Offer> offers) {
		Agents agents = transition.agents;
		boolean avoiding = agents.canAvoid(transition.now);
		return offers.stream()
			.map((offer) -> candidate(transition, offer, avoiding))
			.sorted(Comparator.comparingDouble((candidate) -> candidate.rest().dominantShare(agents.total())))
			.toList();
	}

	private static Candidate candidate(Transition transition, Offer offer, boolean avoiding) {
		AgentTrouble trouble = transition.agents.trouble(offer.agentId());
		boolean avoided = avoiding && trouble.isAvoided(transition.now);
		boolean paused = trouble.isPaused(transition.now);
		return new Candidate(offer, transition.agents.hasGpus(offer.agentId()), avoided || paused, paused && !avoided);
	}

	/** Those for whom there is no room at all do not queue. */
	private FairQueue queue() {
		List<Turn> turns = new ArrayList<>();
		for (RunId id : this.transition.waiting) {
			WantedRun run = this.transition.run(id);
			if (this.transition.mayLaunch(run)) {
				Requirements requirements = this.transition.requirements(run);
				Turn turn = new Turn(this.transition, run, scan(run, requirements), requirements);
				if (turn.hasRoom()) {
					turns.add(turn);
				}
				else {
					turn.scan().tell(this.transition);
				}
			}
		}
		return new FairQueue(turns, turns.isEmpty() ? Map.of() : this.transition.used(),
				this.transition.agents.total());
	}

	/**
	 * Constraints look at the run's other executors, so such a run looks for itself, and
	 * so does one that would rather try other agents.
	 */
	private Scan scan(WantedRun run, Requirements requirements) {
		Set<String> elsewhere = run.failures().agentsToSpare(this.transition.agents, this.transition.now);
		Fit fit = new Fit(requirements, elsewhere, this.transition.policy, this.transition.now);
		return requirements.constraints().isEmpty() && elsewhere.isEmpty()
				? this.scans.computeIfAbsent(requirements, (same) -> new Scan(this.candidates, fit))
				: new Scan(this.candidates, fit);
	}

	private boolean place(Turn turn) {
		Candidate candidate = turn.scan().next(turn.neighbours());
		if (candidate == null) {
			turn.scan().tell(this.transition);
			return false;
		}
		WantedRun run = turn.run().withLaunched(turn.run().launched() + 1);
		Offer offer = candidate.offer();
		Executor executor = new Executor(TaskId.of(run.id(), run.launched()), run.id(), run.owner(), offer.agentId(),
				offer.host(), offer.attributes(), candidate.ports().first(), Executor.State.LAUNCHING,
				this.transition.now, this.transition.now, null);
		candidate.add(new Effect.Launch(executor, run, turn.each()));
		turn.launched(executor, run);
		this.numbered.put(run.id(), run);
		return true;
	}

	/** Numbers are stored first, so that none is ever used again. */
	private void note() {
		this.numbered.values().forEach(this.transition::put);
		this.candidates
			.forEach((candidate) -> candidate.launches().forEach((launch) -> this.transition.put(launch.executor())));
	}

	/** What is declined for the same reason is declined together. */
	private void answer() {
		Refusal refusal = Demand.refusal(this.transition);
		Map<Effect.Decline, List<String>> declined = new LinkedHashMap<>();
		for (Candidate candidate : this.candidates) {
			if (candidate.launches().isEmpty()) {
				declined.computeIfAbsent(decline(candidate, refusal), (like) -> new ArrayList<>())
					.addAll(candidate.offer().ids());
			}
			else {
				this.transition.emit(new Effect.Accept(candidate.offer(), candidate.launches(), refusal));
			}
		}
		declined.forEach((like, ids) -> this.transition
			.emit(new Effect.Decline(List.copyOf(ids), like.refuse(), like.reason())));
	}

	private static Effect.Decline decline(Candidate candidate, Refusal refusal) {
		Refusal own = (refusal == Refusal.UNFIT && candidate.isPaused()) ? Refusal.SHORT : refusal;
		String reason = (refusal == Refusal.LONG) ? "nothing-waits"
				: candidate.lack().map(Lack.Kind::reason).orElse("not-yet");
		return new Effect.Decline(List.of(), own, reason);
	}

}
