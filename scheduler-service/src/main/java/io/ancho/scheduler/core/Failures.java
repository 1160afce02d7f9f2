package io.ancho.scheduler.core;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import io.ancho.scheduler.core.Cause.Blame;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePSet;
import org.pcollections.PSet;

/**
 * The attempts in a row to give a run an executor that failed. Each that is not the fault
 * of one agent alone delays the next, twice as long each time. The row ends with an
 * executor that stays.
 *
 * @param inARow how many attempts failed, one after the other; executors launched
 * together that fail are one attempt
 * @param last the latest failure; null if there was none
 * @param agents the ids of the agents that it happened on
 * @param alike whether all failed for the same reason
 * @param since when the first of them was launched
 * @param failingSince when it failed
 * @param notBefore when the next may be launched
 */
public record Failures(int inARow, @Nullable LaunchFailure last, PSet<String> agents, boolean alike, Instant since,
		Instant failingSince, Instant notBefore) {

	/** No executor has failed. */
	public static final Failures NONE = new Failures(0, null, HashTreePSet.empty(), true, Instant.EPOCH, Instant.EPOCH,
			Instant.EPOCH);

	/** What ends sooner after its launch can have been of no use. */
	static final Duration QUICK = Duration.ofSeconds(30);

	private static final Duration NEWS = Duration.ofSeconds(10);

	/** As long as what is of no use is refused at most. */
	private static final Duration OTHERS_FIRST = Duration.ofSeconds(Refusal.UNFIT.seconds());

	/** From here on one executor is tried before the others. */
	private static final int DOUBTFUL = 2;

	/** Whether an executor's end is a failure of its launch, rather than of its work. */
	static boolean isOfLaunch(Executor executor, Blame blame, Instant now) {
		boolean quick = Duration.between(executor.launchedAt(), now).compareTo(QUICK) < 0;
		return switch (blame) {
			case NOBODY -> false;
			case RUN -> true;
			case AGENT, IMAGE, REGISTRY, UNKNOWN -> quick || executor.state() == Executor.State.LAUNCHING;
		};
	}

	Failures add(Executor executor, LaunchFailure failure, Backoff backoff) {
		boolean same = this.last != null && executor.launchedAt().isBefore(this.last.at());
		int attempts = same ? this.inARow : this.inARow + 1;
		boolean finished = failure.state().equals("FINISHED");
		PSet<String> everywhere = finished ? this.agents : this.agents.plus(executor.agentId());
		boolean agentsAlone = failure.cause().blame() == Blame.AGENT && everywhere.size() < 2;
		Instant next = agentsAlone ? this.notBefore : failure.at().plus(backoff.pause(attempts));
		return new Failures(attempts, failure, everywhere, this.alike && isLike(failure),
				(this.inARow == 0) ? executor.launchedAt() : this.since,
				(this.inARow == 0) ? failure.at() : this.failingSince, later(this.notBefore, next));
	}

	private boolean isLike(LaunchFailure failure) {
		return this.last == null || this.last.cause().reason().equals(failure.cause().reason());
	}

	/**
	 * The latest failure in a person's words.
	 * @return what happened and where, as a clause; empty if there was none
	 */
	public String latest() {
		return (this.last != null) ? this.last.text() : "";
	}

	private static Instant later(Instant one, Instant other) {
		return one.isAfter(other) ? one : other;
	}

	/**
	 * The last one has ended as if its run were over. If it is, the event that says so is
	 * on its way: the next executor waits for that a while.
	 */
	Failures afterNews(Instant now) {
		return new Failures(this.inARow, this.last, this.agents, this.alike, this.since, this.failingSince,
				later(this.notBefore, now.plus(NEWS)));
	}

	Failures withLog(List<String> log) {
		return (this.last == null) ? this : new Failures(this.inARow, this.last.withLog(log), this.agents, this.alike,
				this.since, this.failingSince, this.notBefore);
	}

	boolean delay(Instant now) {
		return now.isBefore(this.notBefore);
	}

	/**
	 * The agents that it failed on, as long as there are others that may offer something:
	 * those are waited for a while.
	 */
	Set<String> agentsToSpare(Agents all, Instant now) {
		boolean others = this.agents.size() < all.known().size();
		return (others && now.isBefore(this.notBefore.plus(OTHERS_FIRST))) ? this.agents : Set.of();
	}

	/** Whether so many failed that one executor is to show that it can be done. */
	boolean callForATrial() {
		return this.inARow >= DOUBTFUL;
	}

	/** Whether an executor shows that what failed can be done. */
	boolean areRefutedBy(Executor executor, Instant now) {
		return executor.state() == Executor.State.RUNNING && !executor.launchedAt().isBefore(this.since)
				&& !now.isBefore(executor.since().plus(QUICK));
	}

}
