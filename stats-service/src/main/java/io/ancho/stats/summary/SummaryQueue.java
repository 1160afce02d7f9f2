package io.ancho.stats.summary;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The summaries that wait, and those that are being made, at most one in each lane. In a
 * lane small ones come first, but none waits for ever.
 */
final class SummaryQueue {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final List<SummaryJob> waiting = new ArrayList<>();

	private final Clock clock;

	private final Duration fairness;

	private final Set<SummaryJob> underWay = new HashSet<>();

	SummaryQueue(Clock clock, Duration fairness) {
		this.clock = clock;
		this.fairness = fairness;
	}

	void add(SummaryJob job) {
		this.lock.lock();
		try {
			this.waiting.add(job);
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Waits for a job of a lane that is ready, and counts it as under way. */
	SummaryJob take(Lane lane) throws InterruptedException {
		this.lock.lock();
		try {
			while (true) {
				Optional<SummaryJob> next = next(lane, this.clock.instant());
				if (next.isPresent()) {
					this.waiting.remove(next.get());
					this.underWay.add(next.get());
					return next.get();
				}
				await(lane);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** A job is over. */
	void finish(SummaryJob job) {
		this.lock.lock();
		try {
			this.underWay.remove(job);
		}
		finally {
			this.lock.unlock();
		}
		job.done();
	}

	/** A job has to wait and be tried again, unless it was cancelled. */
	void retry(SummaryJob job, Duration pause) {
		if (job.isCancelled()) {
			finish(job);
			return;
		}
		this.lock.lock();
		try {
			this.underWay.remove(job);
			job.postpone(this.clock.instant().plus(pause));
			this.waiting.add(job);
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Nobody wants a run's summary any more.
	 * @return the jobs of it that are being made and have to be stopped
	 */
	List<SummaryJob> cancel(String run) {
		List<SummaryJob> dropped;
		List<SummaryJob> running;
		this.lock.lock();
		try {
			dropped = this.waiting.stream().filter((job) -> job.event().run().equals(run)).toList();
			this.waiting.removeAll(dropped);
			running = this.underWay.stream().filter((job) -> job.event().run().equals(run)).toList();
			running.forEach(SummaryJob::cancel);
		}
		finally {
			this.lock.unlock();
		}
		dropped.forEach(SummaryJob::done);
		return running;
	}

	/** How many there are, those under way included. */
	int depth() {
		this.lock.lock();
		try {
			return this.waiting.size() + this.underWay.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	private Optional<SummaryJob> next(Lane lane, Instant now) {
		List<SummaryJob> ready = this.waiting.stream()
			.filter((job) -> job.lane() == lane && !job.notBefore().isAfter(now))
			.toList();
		Optional<SummaryJob> oldest = ready.stream().min(Comparator.comparing(SummaryJob::since));
		if (oldest.isPresent() && oldest.get().since().plus(this.fairness).isBefore(now)) {
			return oldest;
		}
		return ready.stream().min(Comparator.comparingDouble(SummaryJob::size).thenComparing(SummaryJob::since));
	}

	private void await(Lane lane) throws InterruptedException {
		Optional<Instant> earliest = this.waiting.stream()
			.filter((job) -> job.lane() == lane)
			.map(SummaryJob::notBefore)
			.min(Comparator.naturalOrder());
		if (earliest.isEmpty()) {
			this.changed.await();
			return;
		}
		Duration pause = Duration.between(this.clock.instant(), earliest.get());
		this.changed.awaitNanos(Math.max(1, pause.toNanos()));
	}

}
