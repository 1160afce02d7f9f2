package io.ancho.run.execution;

import java.util.Set;
import java.util.function.Consumer;

import io.ancho.run.lifecycle.Run;
import io.ancho.run.lifecycle.RunId;
import io.ancho.run.quota.Quota;
import io.ancho.run.quota.UserLimits;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Which of the pool's runs may put how many chunks in its queue. There are never more
 * than {@link #CHUNKS_PER_SLOT} for each slot, being executed or waiting, so that whoever
 * comes waits no longer than that many chunks take; and whose they are is decided by
 * {@link FairShare}.
 */
@Component
public class PoolShare {

	/** One that is executed and one that comes after it. */
	static final int CHUNKS_PER_SLOT = 2;

	private final PoolSlots slots;

	private final FairShare share;

	private volatile Consumer<RunId> prompt = (run) -> {
	};

	PoolShare(PoolSlots slots, UserLimits limits) {
		this.slots = slots;
		this.share = new FairShare(limits::weight, (owner) -> most(limits.find(owner, Quota.SLOTS)));
	}

	private static long most(@Nullable Long limit) {
		return (limit != null) ? limit : Long.MAX_VALUE;
	}

	/**
	 * Has runs told that may plan chunks because others do not.
	 * @param prompt called with a run, from any thread
	 */
	void whenGiven(Consumer<RunId> prompt) {
		this.prompt = prompt;
	}

	/**
	 * Asks for chunks. What is not used is given back by {@link #settle}.
	 * @param run the run, which executes
	 * @param outstanding its chunks that are planned and not in
	 * @param wanted how many more it could plan now, at most
	 * @return how many it may plan now
	 */
	int ask(Run run, int outstanding, int wanted) {
		Set<RunId> given;
		int own;
		synchronized (this) {
			this.share.want(run.id(), run.owner(), outstanding, wanted);
			given = give();
			own = this.share.given(run.id());
		}
		prompt(given, run.id());
		return own;
	}

	/**
	 * Has planned what there was to plan.
	 * @param run the run
	 * @param outstanding its chunks that are planned and not in
	 * @param wanted how many more it could plan now, at most
	 */
	void settle(RunId run, int outstanding, int wanted) {
		Set<RunId> given;
		synchronized (this) {
			this.share.settle(run, outstanding, wanted);
			given = give();
		}
		prompt(given, run);
	}

	/**
	 * A chunk has come in.
	 * @param run its run
	 * @param seconds how long it took
	 */
	synchronized void counted(RunId run, double seconds) {
		this.share.counted(run, seconds);
	}

	/**
	 * A run executes no more. Safe to repeat.
	 * @param run the run
	 */
	void leave(RunId run) {
		Set<RunId> given;
		synchronized (this) {
			this.share.leave(run);
			given = give();
		}
		prompt(given, run);
	}

	/** What was known of runs that are taken up anew. */
	synchronized void clear() {
		this.share.clear();
	}

	private Set<RunId> give() {
		return this.share.give(CHUNKS_PER_SLOT * this.slots.count());
	}

	private void prompt(Set<RunId> given, RunId except) {
		given.stream().filter((run) -> !run.equals(except)).forEach(this.prompt);
	}

	/**
	 * How many chunks of a user are in the pool.
	 * @param owner the user
	 * @return executed or waiting, or just about to
	 */
	public synchronized int inFlight(String owner) {
		return this.share.inFlight(owner);
	}

}
