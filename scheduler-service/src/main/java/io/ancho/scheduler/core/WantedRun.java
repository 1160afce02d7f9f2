package io.ancho.scheduler.core;

import java.time.Instant;

import io.ancho.events.ExecutorSpec;

/**
 * A run that is to have executors of its own.
 *
 * @param id the run
 * @param owner whose it is
 * @param weight the owner's share of the cluster, relative to that of others
 * @param name its name, for people
 * @param queue the topic its executors take chunks from
 * @param spec what it asks for
 * @param submittedAt when it was accepted
 * @param needed how many executors the work left can occupy, at most as many as it asks
 * for
 * @param launched how many executors were ever launched for it, which numbers them
 * @param failures how its executors fared lately
 */
public record WantedRun(RunId id, String owner, double weight, String name, String queue, ExecutorSpec spec,
		Instant submittedAt, int needed, int launched, Failures failures) {

	WantedRun withNeeded(int needed) {
		return new WantedRun(this.id, this.owner, this.weight, this.name, this.queue, this.spec, this.submittedAt,
				needed, this.launched, this.failures);
	}

	WantedRun withLaunched(int launched) {
		return new WantedRun(this.id, this.owner, this.weight, this.name, this.queue, this.spec, this.submittedAt,
				this.needed, launched, this.failures);
	}

	WantedRun withFailures(Failures failures) {
		return new WantedRun(this.id, this.owner, this.weight, this.name, this.queue, this.spec, this.submittedAt,
				this.needed, this.launched, failures);
	}

}
