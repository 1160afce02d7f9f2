package io.ancho.scheduler.loop;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.ancho.scheduler.core.Effect;
import io.ancho.scheduler.core.Scheduler;
import io.ancho.scheduler.core.SchedulerEvent;
import io.ancho.scheduler.core.SchedulerState;
import io.ancho.scheduler.core.Step;
import io.ancho.scheduler.mesos.MesosConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The one thread that decides. It starts from what is stored, takes one event after the
 * other, performs the effects of each before the next, and lets time pass while none
 * comes.
 */
@Component
public final class SchedulerLoop implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(SchedulerLoop.class);

	private static final long TICK_MILLIS = 500;

	private record Entry(SchedulerEvent event, CompletableFuture<@Nullable Void> done) {
	}

	private final Memory memory;

	private final EffectPerformer effects;

	private final MesosConnection mesos;

	private final Clock clock;

	private final BlockingQueue<Entry> queue = new LinkedBlockingQueue<>();

	private volatile SchedulerState state;

	private volatile boolean running;

	private @Nullable Thread decider;

	private @Nullable Thread reader;

	SchedulerLoop(Memory memory, EffectPerformer effects, MesosConnection mesos, Clock clock) {
		this.memory = memory;
		this.effects = effects;
		this.mesos = mesos;
		this.clock = clock;
		this.state = SchedulerState.restored(List.of(), List.of());
	}

	/**
	 * Hands in an event.
	 * @param event what has happened
	 * @return completes once its effects have been performed
	 */
	public CompletableFuture<@Nullable Void> submit(SchedulerEvent event) {
		Entry entry = new Entry(event, new CompletableFuture<>());
		this.queue.add(entry);
		return entry.done();
	}

	/**
	 * What is known at the moment.
	 * @return an immutable state
	 */
	public SchedulerState state() {
		return this.state;
	}

	@Override
	public void start() {
		this.state = this.memory.recall();
		this.running = true;
		this.decider = thread("scheduler", this::decide);
		String frameworkId = this.memory.frameworkId().orElse(null);
		this.reader = thread("mesos", () -> this.mesos.run(frameworkId, this::submit));
		logger.info("Started with {} runs and {} executors", this.state.runs().size(), this.state.executors().size());
	}

	private static Thread thread(String name, Runnable work) {
		Thread thread = new Thread(work, name);
		thread.setUncaughtExceptionHandler(
				(t, ex) -> LoggerFactory.getLogger(SchedulerLoop.class).error("Thread {} has died", t.getName(), ex));
		thread.start();
		return thread;
	}

	private void decide() {
		long nextTick = System.nanoTime();
		while (this.running) {
			try {
				Entry entry = this.queue.poll(Math.max(0, nextTick - System.nanoTime()), TimeUnit.NANOSECONDS);
				if (entry != null) {
					take(entry);
				}
				if (System.nanoTime() - nextTick >= 0) {
					nextTick = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
					this.mesos.checkHeartbeat();
					take(new Entry(new SchedulerEvent.Tick(), new CompletableFuture<>()));
				}
			}
			catch (InterruptedException ex) {
				return;
			}
		}
	}

	private void take(Entry entry) throws InterruptedException {
		try {
			Step step = Scheduler.apply(this.state, entry.event(), this.clock.instant());
			this.state = step.next();
			for (Effect effect : step.effects()) {
				this.effects.perform(effect, this::submit);
			}
			entry.done().complete(null);
		}
		catch (RuntimeException ex) {
			logger.error("Cannot deal with {}; going on without", entry.event(), ex);
			entry.done().completeExceptionally(ex);
		}
	}

	@Override
	public void stop() {
		this.running = false;
		this.mesos.stop();
		for (Thread thread : new @Nullable Thread[] { this.reader, this.decider }) {
			if (thread != null) {
				end(thread);
			}
		}
	}

	private static void end(Thread thread) {
		thread.interrupt();
		try {
			thread.join(2000);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** Before the consumers of Kafka, and ended after them. */
	@Override
	public int getPhase() {
		return 0;
	}

}
