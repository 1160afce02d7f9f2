package io.ancho.scheduler.core;

import java.util.List;

import io.ancho.events.ExecutorSpec;

/**
 * What an executor needs of its agent. Executors of different runs that need the same are
 * matched together.
 *
 * @param resources what it takes
 * @param constraints what the agent has to be like
 */
record Requirements(Resources resources, List<Constraint> constraints) {

	static Requirements of(ExecutorSpec spec, Policy policy) {
		return new Requirements(resources(spec, policy), spec.constraints().stream().map(Constraint::of).toList());
	}

	static Resources resources(ExecutorSpec spec, Policy policy) {
		return new Resources(spec.cpus(), spec.memMib(), policy.diskMib(), spec.gpus());
	}

	/** Whether the executors are to be on many agents rather than on few. */
	boolean goesAround() {
		return this.constraints.stream().anyMatch(Constraint::spreads);
	}

}
