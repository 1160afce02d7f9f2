package io.ancho.scheduler.core;

import java.util.Comparator;

/**
 * A run's place among those that wait for executors, while a batch of offers is given
 * out.
 */
final class Turn {

	/** The run with the smallest share of the cluster is first, of equals the oldest. */
	static final Comparator<Turn> ORDER = Comparator.comparingDouble(Turn::share)
		.thenComparing((turn) -> turn.run.submittedAt())
		.thenComparing((turn) -> turn.run.id().value());

	private final Scan scan;

	private final Resources each;

	private final Resources total;

	private final Neighbours neighbours;

	private WantedRun run;

	private int executors;

	private double share;

	Turn(Transition transition, WantedRun run, Scan scan, Requirements requirements) {
		this.run = run;
		this.scan = scan;
		this.each = requirements.resources();
		this.total = transition.agents.total();
		this.neighbours = Neighbours.of(requirements.constraints(), transition, run.id());
		this.executors = transition.fleet.of(run.id()).counting();
		this.share = shareOf(this.executors);
	}

	WantedRun run() {
		return this.run;
	}

	Scan scan() {
		return this.scan;
	}

	Neighbours neighbours() {
		return this.neighbours;
	}

	Resources each() {
		return this.each;
	}

	private double shareOf(int executors) {
		return this.each.times(executors).dominantShare(this.total);
	}

	double share() {
		return this.share;
	}

	/** Whether there is room for one more. */
	boolean hasRoom() {
		return this.scan.next(this.neighbours) != null;
	}

	boolean served() {
		return this.executors >= this.run.needed() || this.run.failures().callForATrial();
	}

	void launched(Executor executor, WantedRun numbered) {
		this.run = numbered;
		this.executors++;
		this.share = shareOf(this.executors);
		this.neighbours.add(executor);
		this.scan.placed();
	}

}
