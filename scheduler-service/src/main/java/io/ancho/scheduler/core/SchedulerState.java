package io.ancho.scheduler.core;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.ancho.events.ExecutorsChanged;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * All that the scheduler knows, immutable. Its collections share their structure with
 * those of the state before, so that a change costs no more than what has changed.
 *
 * @param session what Mesos was told and asked
 * @param runs the runs that want executors
 * @param waiting those of them that miss some
 * @param fleet the executors not known to have ended
 * @param agents what is known of the agents
 * @param lacks what the best of the latest offers lacked, by what was needed
 * @param brake whether replacing is stopped
 * @param published what was last told about each run
 * @param unannounced the runs of which there may be more to tell
 */
public record SchedulerState(Session session, PMap<RunId, WantedRun> runs, PSet<RunId> waiting, Fleet fleet,
		Agents agents, PMap<Requirements, Lack> lacks, Brake brake, PMap<RunId, ExecutorsChanged> published,
		PSet<RunId> unannounced) {

	/**
	 * The conversation with Mesos.
	 *
	 * @param subscribed whether Mesos has accepted the framework
	 * @param offersWanted whether Mesos was last told that offers are wanted
	 * @param reviveDue whether something new waits for offers that may have been declined
	 * @param revivedAt when it was last asked for offers
	 * @param reconciledAt when it was last asked for all tasks
	 * @param doubtedAt when it was last asked for the doubtful ones
	 * @param askedAt when it was last asked for those that are not confirmed
	 * @param asked how often it was asked for them again since the subscription
	 */
	record Session(boolean subscribed, boolean offersWanted, boolean reviveDue, Instant revivedAt, Instant reconciledAt,
			Instant doubtedAt, Instant askedAt, int asked) {

		static final Session NONE = new Session(false, false, false, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH,
				Instant.EPOCH, 0);

	}

	/**
	 * The state at start, before anything has happened.
	 * @param runs the stored runs
	 * @param executors the stored executors
	 * @return a state that is not subscribed
	 */
	public static SchedulerState restored(Collection<WantedRun> runs, Collection<Executor> executors) {
		PMap<RunId, WantedRun> byId = HashTreePMap.empty();
		PSet<RunId> waiting = HashTreePSet.empty();
		Fleet fleet = Fleet.of(executors);
		for (WantedRun run : runs) {
			byId = byId.plus(run.id(), run);
			waiting = (run.needed() > fleet.of(run.id()).counting()) ? waiting.plus(run.id()) : waiting;
		}
		return new SchedulerState(Session.NONE, byId, waiting, fleet, Agents.NONE, HashTreePMap.empty(), Brake.OFF,
				HashTreePMap.empty(), HashTreePSet.from(byId.keySet()).plusAll(fleet.runs().keySet()));
	}

	/**
	 * Whether Mesos has accepted the framework.
	 * @return false while there is no connection
	 */
	public boolean subscribed() {
		return this.session.subscribed();
	}

	/**
	 * The executors not known to have ended.
	 * @return executors by their ids, in no order
	 */
	public Map<TaskId, Executor> executors() {
		return this.fleet.all();
	}

	/**
	 * How many executors Mesos has said nothing of since the subscription.
	 * @return 0 once all is known
	 */
	public int unconfirmed() {
		return this.fleet.unconfirmed().size();
	}

	/**
	 * The runs whose executors have failed to launch again and again.
	 * @return runs, whose fault it may be or not, in no order
	 */
	public List<WantedRun> failingRuns() {
		return this.runs.values().stream().filter((run) -> run.failures().inARow() >= Verdict.MANY).toList();
	}

	/**
	 * Whether it is a run's own fault that its executors fail.
	 * @param run a run
	 * @param now the time
	 * @return false if whoever operates the cluster has to look
	 */
	public boolean blamesTheRun(WantedRun run, Instant now) {
		return Verdict.blamesTheRun(this.fleet, this.agents, run, now);
	}

	/**
	 * Whether replacing is stopped because too much has vanished at once.
	 * @param now the time
	 * @return whether the brake is on
	 */
	public boolean braked(Instant now) {
		return this.brake.isOn(now);
	}

}
