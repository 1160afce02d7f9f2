package io.ancho.run.deletion;

import io.ancho.run.execution.ActiveRuns;
import io.ancho.run.execution.RunView;
import io.ancho.run.lifecycle.RunId;
import io.ancho.run.problem.ProblemException;
import io.ancho.run.registry.Registry;
import io.ancho.run.submission.IdempotencyKeys;
import io.ancho.telemetry.LogContext;
import io.ancho.telemetry.LogField;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Takes runs out of everybody's sight and has their data deleted behind that.
 */
@Component
class Deletions {

	private static final Logger log = LoggerFactory.getLogger(Deletions.class);

	private final Registry registry;

	private final ActiveRuns runs;

	private final IdempotencyKeys keys;

	private final Intentions intentions;

	private final DeletionWork work;

	private final MeterRegistry meters;

	Deletions(Registry registry, ActiveRuns runs, IdempotencyKeys keys, Intentions intentions, DeletionWork work,
			MeterRegistry meters) {
		this.registry = registry;
		this.runs = runs;
		this.keys = keys;
		this.intentions = intentions;
		this.work = work;
		this.meters = meters;
	}

	/**
	 * Why a run is deleted.
	 */
	enum Cause {

		/** Its owner wishes so. */
		REQUEST,

		/** It has been over for longer than runs are kept. */
		RETENTION

	}

	/**
	 * Deletes a run, cancelled first if it is not over. When this returns nobody can see
	 * it any more, and a restart does not forget to delete what it has left.
	 * @param owner the user
	 * @param run the run's id, as the client gave it
	 * @param cause why
	 * @throws ProblemException if this user has no such run
	 */
	void delete(String owner, String run, Cause cause) {
		RunView view = this.registry.get(owner, run);
		RunId id = view.run().id();
		this.keys.release(owner, id, () -> remove(id));
		this.meters.counter("ancho.runs.deleted", "cause", cause.name()).increment();
		try (LogContext ignored = LogContext.of(LogField.RUN, id).and(LogField.USER, owner)) {
			log.info("Run {} of {} is deleted by {}; it was {}", id, owner, cause, view.run().state());
		}
	}

	private void remove(RunId id) {
		boolean found = this.runs.handOver(id, (last) -> {
			RunDeletion deletion = RunDeletion.of(last);
			this.intentions.add(deletion);
			this.work.add(deletion);
		});
		if (!found) {
			throw ProblemException.notFound("run " + id);
		}
	}

}
