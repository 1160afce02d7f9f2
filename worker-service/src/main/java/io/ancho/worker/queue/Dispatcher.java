package io.ancho.worker.queue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.GroupMaxSizeReachedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes records from the queue for all of the executor's lanes, in the order in which
 * they ask, and renews and settles those that they work on: the only thread that talks to
 * the share group. It joins the group when the first lane asks.
 */
final class Dispatcher implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(Dispatcher.class);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

	private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

	/** How long a poll takes while nothing is held. */
	private static final Duration IDLE_POLL = Duration.ofMillis(500);

	/** How long a poll, and hence a settlement that comes meanwhile, takes else. */
	private static final Duration BUSY_POLL = Duration.ofMillis(100);

	/** Who is refused a place in the group hears of it sooner. */
	private static final Duration ADMITTED = Duration.ofSeconds(5);

	private final ShareQueues queues;

	private final Surplus surplus;

	private final Counter renewals;

	/** Lanes that want a record, the one that has waited longest first. */
	private final Deque<CompletableFuture<Delivery>> requests = new ArrayDeque<>();

	private Map<Delivery, AcknowledgeType> settlements = new HashMap<>();

	private boolean stopping;

	private volatile boolean serving;

	/** Why the queue cannot be read, or null. */
	private volatile @Nullable String trouble;

	private Duration pause = SHORTEST_PAUSE;

	Dispatcher(ShareQueues queues, Surplus surplus, Counter renewals) {
		this.queues = queues;
		this.surplus = surplus;
		this.renewals = renewals;
	}

	/**
	 * Asks for the next record.
	 * @return the record, once there is one; who cancels it instead gets none
	 */
	synchronized CompletableFuture<Delivery> request() {
		CompletableFuture<Delivery> request = new CompletableFuture<>();
		this.requests.add(request);
		notifyAll();
		return request;
	}

	/**
	 * Has the hold on a record ended, soon.
	 * @param delivery the record
	 * @param type accept or reject it, or release it to somebody else
	 */
	synchronized void settle(Delivery delivery, AcknowledgeType type) {
		this.settlements.put(delivery, type);
		notifyAll();
	}

	@Override
	public void run() {
		try {
			while (isWanted()) {
				serveOrPause();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void serveOrPause() throws InterruptedException {
		try {
			serve();
		}
		catch (GroupMaxSizeReachedException ex) {
			this.trouble = this.surplus.refused(System.nanoTime());
			pauseLonger();
		}
		catch (KafkaException ex) {
			this.trouble = ex.toString();
			logger.warn("The queue cannot be read, trying again in {} s", this.pause.toSeconds(), ex);
			pauseLonger();
		}
	}

	private void serve() throws InterruptedException {
		long opened = System.nanoTime();
		try (ShareQueue queue = this.queues.open()) {
			while (!isStopping() && !queue.needsReplacing()) {
				step(queue, opened);
			}
			settleAll(queue);
		}
		finally {
			this.serving = false;
		}
	}

	private void step(ShareQueue queue, long opened) throws InterruptedException {
		settleAll(queue);
		Duration untilRenewal = queue.untilRenewal();
		if (untilRenewal != null && (untilRenewal.isZero() || untilRenewal.isNegative())) {
			this.renewals.increment(queue.renew());
		}
		else if (isAsked()) {
			handOver(queue.take((untilRenewal != null) ? BUSY_POLL : IDLE_POLL));
			this.serving = true;
			if (System.nanoTime() - opened > ADMITTED.toNanos()) {
				this.trouble = null;
				this.surplus.admitted();
				this.pause = SHORTEST_PAUSE;
			}
		}
		else {
			awaitNews(untilRenewal);
		}
	}

	private void settleAll(ShareQueue queue) {
		Map<Delivery, AcknowledgeType> due;
		synchronized (this) {
			due = this.settlements;
			this.settlements = new HashMap<>();
		}
		due.keySet().removeIf((delivery) -> !delivery.isFrom(queue));
		if (!due.isEmpty()) {
			queue.settle(due);
		}
	}

	private synchronized boolean isAsked() {
		this.requests.removeIf(Future::isDone);
		return !this.requests.isEmpty();
	}

	private synchronized void handOver(@Nullable Delivery delivery) {
		if (delivery == null) {
			return;
		}
		CompletableFuture<Delivery> request = this.requests.poll();
		while (request != null && !request.complete(delivery)) {
			request = this.requests.poll();
		}
		if (request == null) {
			settle(delivery, AcknowledgeType.RELEASE);
		}
	}

	/** Waits until somebody wants a record, or the end. */
	private synchronized boolean isWanted() throws InterruptedException {
		while (!this.stopping && !isAsked()) {
			wait();
		}
		return !this.stopping;
	}

	private synchronized void awaitNews(@Nullable Duration patience) throws InterruptedException {
		if (!this.stopping && this.settlements.isEmpty() && !isAsked()) {
			wait((patience != null) ? patience.toMillis() + 1 : 0);
		}
	}

	private synchronized void pauseLonger() throws InterruptedException {
		long end = System.nanoTime() + this.pause.toNanos();
		while (!this.stopping && System.nanoTime() < end) {
			TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
		}
		Duration twice = this.pause.multipliedBy(2);
		this.pause = (twice.compareTo(LONGEST_PAUSE) < 0) ? twice : LONGEST_PAUSE;
	}

	private synchronized boolean isStopping() {
		return this.stopping;
	}

	/** Whether it has joined the queue. */
	boolean isServing() {
		return this.serving;
	}

	/** Why it has not joined the queue, if anything is in the way. */
	@Nullable String trouble() {
		return this.trouble;
	}

	/** Asks it to settle what is to be settled and leave; from any thread. */
	synchronized void stop() {
		this.stopping = true;
		notifyAll();
	}

}
