package io.ancho.stats.summary;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The summaries that wait, and the one that is being made. Small ones come first, but
 * none waits for ever.
 */
final class SummaryQueue {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final List<SummaryJob> waiting = new ArrayList<>();

	private final Clock clock;

	private final Duration fairness;

	private @Nullable SummaryJob current;

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

	/** Waits for a job that is ready, and makes it the current one. */
	SummaryJob take() throws InterruptedException {
		this.lock.lock();
		try {
			while (true) {
				Optional<SummaryJob> next = next(this.clock.instant());
				if (next.isPresent()) {
					this.waiting.remove(next.get());
					this.current = next.get();
					return next.get();
				}
				await();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The current job is over. */
	void finish(SummaryJob job) {
		this.lock.lock();
		try {
			this.current = null;
		}
		finally {
			this.lock.unlock();
		}
		job.done();
	}

	/** The current job has to wait and be tried again, unless it was cancelled. */
	void retry(SummaryJob job, Duration pause) {
		if (job.isCancelled()) {
			finish(job);
			return;
		}
		this.lock.lock();
		try {
			this.current = null;
			job.postpone(this.clock.instant().plus(pause));
			this.waiting.add(job);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Nobody wants a run's summary any more.
	 * @return the job of it that is being made and has to be stopped, if there is one
	 */
	Optional<SummaryJob> cancel(String run) {
		List<SummaryJob> dropped;
		Optional<SummaryJob> running;
		this.lock.lock();
		try {
			dropped = this.waiting.stream().filter((job) -> job.event().run().equals(run)).toList();
			this.waiting.removeAll(dropped);
			running = Optional.ofNullable(this.current).filter((job) -> job.event().run().equals(run));
			running.ifPresent(SummaryJob::cancel);
		}
		finally {
			this.lock.unlock();
		}
		dropped.forEach(SummaryJob::done);
		return running;
	}

	/** How many there are, the current one included. */
	int depth() {
		this.lock.lock();
		try {
			return this.waiting.size() + ((this.current != null) ? 1 : 0);
		}
		finally {
			this.lock.unlock();
		}
	}

	private Optional<SummaryJob> next(Instant now) {
		List<SummaryJob> ready = this.waiting.stream().filter((job) -> !job.notBefore().isAfter(now)).toList();
		Optional<SummaryJob> oldest = ready.stream().min(Comparator.comparing(SummaryJob::since));
		if (oldest.isPresent() && oldest.get().since().plus(this.fairness).isBefore(now)) {
			return oldest;
		}
		return ready.stream().min(Comparator.comparingDouble(SummaryJob::size).thenComparing(SummaryJob::since));
	}

	private void await() throws InterruptedException {
		Optional<Instant> earliest = this.waiting.stream().map(SummaryJob::notBefore).min(Comparator.naturalOrder());
		if (earliest.isEmpty()) {
			this.changed.await();
			return;
		}
		Duration pause = Duration.between(this.clock.instant(), earliest.get());
		this.changed.awaitNanos(Math.max(1, pause.toNanos()));
	}

}
