package io.ancho.scheduler.core;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * How an agent failed executors. After each failure that is surely the agent's nothing is
 * launched on it for a pause, twice as long each time; after several in a while it is
 * avoided for longer, as long as there are enough others.
 *
 * @param failures those within the policy's time that count towards avoiding it
 * @param inARow how many attempts failed by the agent's fault, one after the other
 * @param lastAt when the latest of those failed
 * @param pausedUntil until when nothing is launched on it
 * @param avoidedUntil until when it is avoided, if there are enough others
 */
record AgentTrouble(List<Failure> failures, int inARow, Instant lastAt, Instant pausedUntil, Instant avoidedUntil) {

	static final AgentTrouble NONE = new AgentTrouble(List.of(), 0, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH);

	/**
	 * A failure.
	 *
	 * @param run whose executor failed
	 * @param at when
	 */
	record Failure(RunId run, Instant at) {
	}

	/** Whether a failure of the run counts already. */
	boolean isOf(RunId run) {
		return this.failures.stream().anyMatch((failure) -> failure.run().equals(run));
	}

	boolean isPaused(Instant now) {
		return now.isBefore(this.pausedUntil);
	}

	boolean isAvoided(Instant now) {
		return now.isBefore(this.avoidedUntil);
	}

	/** Until when it is left alone. */
	Instant until(boolean avoiding) {
		return (avoiding && this.avoidedUntil.isAfter(this.pausedUntil)) ? this.avoidedUntil : this.pausedUntil;
	}

	/** The failure is the agent's. Of executors launched together it is one. */
	AgentTrouble paused(Executor executor, Backoff backoff, Instant now) {
		boolean same = this.inARow > 0 && executor.launchedAt().isBefore(this.lastAt);
		int attempts = same ? this.inARow : this.inARow + 1;
		Instant until = same ? this.pausedUntil : now.plus(backoff.pause(attempts));
		return new AgentTrouble(this.failures, attempts, now, until, this.avoidedUntil);
	}

	/**
	 * An executor failed there.
	 * @param run whose it was
	 * @param weight how many failures it counts for
	 * @param policy when an agent is avoided
	 * @param now the time
	 * @return what is known then
	 */
	AgentTrouble plus(RunId run, int weight, Policy.Avoidance policy, Instant now) {
		List<Failure> recent = Stream
			.concat(this.failures.stream().filter((failure) -> now.isBefore(failure.at().plus(policy.within()))),
					Stream.generate(() -> new Failure(run, now)).limit(weight))
			.toList();
		boolean many = recent.size() >= policy.failures();
		return new AgentTrouble(many ? List.of() : recent, this.inARow, this.lastAt, this.pausedUntil,
				many ? now.plus(policy.time()) : this.avoidedUntil);
	}

	/** An executor has stayed: its pauses begin anew. */
	AgentTrouble refuted() {
		return new AgentTrouble(this.failures, 0, this.lastAt, Instant.EPOCH, this.avoidedUntil);
	}

	boolean isRefutedBy(Executor executor, Instant now) {
		return executor.state() == Executor.State.RUNNING && executor.launchedAt().isAfter(this.lastAt)
				&& !now.isBefore(executor.since().plus(Failures.QUICK));
	}

	boolean isOver(Policy.Avoidance policy, Instant now) {
		Instant quietSince = now.minus(policy.within());
		return !isAvoided(now) && !this.lastAt.isAfter(quietSince)
				&& this.failures.stream().noneMatch((failure) -> failure.at().isAfter(quietSince));
	}

}
