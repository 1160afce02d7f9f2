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

	Turn(Transition transition, WantedRun run, Scan scan, Requirements requirements) {
		this.run = run;
		this.scan = scan;
		this.each = requirements.resources();
		this.total = transition.agents.total();
		this.neighbours = new Neighbours(requirements.constraints(), transition, run.id());
		this.executors = transition.fleet.of(run.id()).counting();
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

	double share() {
		return this.each.times(this.executors).dominantShare(this.total);
	}

	boolean served() {
		return this.executors >= this.run.needed();
	}

	void launched(Executor executor, WantedRun numbered) {
		this.run = numbered;
		this.executors++;
		this.neighbours.add(executor);
	}

}
