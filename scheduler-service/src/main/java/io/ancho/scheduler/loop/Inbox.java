package io.ancho.scheduler.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.ancho.scheduler.core.SchedulerEvent;
import org.jspecify.annotations.Nullable;

/**
 * The events that wait for a decision, in their order. Offers that come one after the
 * other are given out together, which is both fairer and faster.
 */
final class Inbox {

	static final IllegalStateException NOT_DECIDING = new IllegalStateException("this instance does not lead");

	private final BlockingQueue<Entry> queue = new LinkedBlockingQueue<>();

	/**
	 * An event.
	 *
	 * @param event the event
	 * @param done completes once its effects have been performed
	 */
	record Entry(SchedulerEvent event, CompletableFuture<@Nullable Void> done) {

		static Entry of(SchedulerEvent event) {
			return new Entry(event, new CompletableFuture<>());
		}

	}

	CompletableFuture<@Nullable Void> add(SchedulerEvent event) {
		Entry entry = Entry.of(event);
		this.queue.add(entry);
		return entry.done();
	}

	/**
	 * Waits for the next event.
	 * @param nanos how long
	 * @return the event, or null if none came
	 * @throws InterruptedException if nobody decides any more
	 */
	@Nullable Entry next(long nanos) throws InterruptedException {
		Entry entry = this.queue.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
		return (entry != null && entry.event() instanceof SchedulerEvent.Offered offered) ? together(entry, offered)
				: entry;
	}

	private Entry together(Entry first, SchedulerEvent.Offered offered) {
		List<SchedulerEvent.Offered> offers = new ArrayList<>(List.of(offered));
		Entry next = this.queue.peek();
		while (next != null && next.event() instanceof SchedulerEvent.Offered more && this.queue.remove(next)) {
			offers.add(more);
			passOn(first.done(), next.done());
			next = this.queue.peek();
		}
		return new Entry(SchedulerEvent.Offered.together(offers), first.done());
	}

	private static void passOn(CompletableFuture<@Nullable Void> from, CompletableFuture<@Nullable Void> to) {
		from.whenComplete((done, ex) -> {
			if (ex != null) {
				to.completeExceptionally(ex);
			}
			else {
				to.complete(null);
			}
		});
	}

	/** Nobody decides: whoever waits is told so. */
	void refuseAll() {
		for (Entry entry = this.queue.poll(); entry != null; entry = this.queue.poll()) {
			entry.done().completeExceptionally(NOT_DECIDING);
		}
	}

}
