package io.ancho.scheduler.core;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import io.ancho.events.ExecutorsChanged;

/**
 * All that the scheduler knows, immutable.
 *
 * @param subscribed whether Mesos has accepted the framework
 * @param offersWanted whether Mesos was last told that offers are wanted
 * @param revivedAt when it was last told so
 * @param reconciledAt when it was last asked for all tasks
 * @param doubtedAt when it was last asked for the doubtful ones
 * @param runs the runs that want executors, in the order they came
 * @param executors the executors not known to have ended
 * @param leftovers what was left of each agent's latest offers, by agent
 * @param published what was last told about each run
 */
public record SchedulerState(boolean subscribed, boolean offersWanted, Instant revivedAt, Instant reconciledAt,
		Instant doubtedAt, Map<RunId, WantedRun> runs, Map<TaskId, Executor> executors, Map<String, Leftover> leftovers,
		Map<RunId, ExecutorsChanged> published) {

	/**
	 * What was left of an agent's offers.
	 *
	 * @param offer the rest
	 * @param at when
	 */
	record Leftover(Offer offer, Instant at) {
	}

	/**
	 * The state at start, before anything has happened.
	 * @param runs the stored runs
	 * @param executors the stored executors
	 * @return a state that is not subscribed
	 */
	public static SchedulerState restored(Collection<WantedRun> runs, Collection<Executor> executors) {
		Map<RunId, WantedRun> runsById = new LinkedHashMap<>();
		runs.forEach((run) -> runsById.put(run.id(), run));
		Map<TaskId, Executor> executorsById = new LinkedHashMap<>();
		executors.forEach((executor) -> executorsById.put(executor.id(), executor));
		return new SchedulerState(false, false, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, runsById, executorsById,
				Map.of(), Map.of());
	}

}
