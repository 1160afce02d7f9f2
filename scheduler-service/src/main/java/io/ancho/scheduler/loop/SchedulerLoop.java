package io.ancho.scheduler.loop;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.datastax.oss.driver.api.core.DriverException;
import io.ancho.scheduler.core.Effect;
import io.ancho.scheduler.core.Scheduler;
import io.ancho.scheduler.core.SchedulerEvent;
import io.ancho.scheduler.core.SchedulerState;
import io.ancho.scheduler.core.Step;
import io.ancho.scheduler.mesos.MesosConnection;
import io.ancho.scheduler.storage.DeposedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * The one thread that decides, while this instance leads. It starts from what is stored,
 * takes one event after the other, performs the effects of each before the next, and lets
 * time pass while none comes.
 */
@Component
public final class SchedulerLoop {

	private static final Logger logger = LoggerFactory.getLogger(SchedulerLoop.class);

	private static final long TICK_MILLIS = 500;

	private static final long RETRY_MILLIS = 1000;

	private final Scheduler scheduler;

	private final Memory memory;

	private final EffectPerformer effects;

	private final MesosConnection mesos;

	private final Clock clock;

	private final Inbox inbox = new Inbox();

	private volatile SchedulerState state;

	private volatile boolean running;

	private volatile CountDownLatch deposed = new CountDownLatch(1);

	private boolean recalled;

	private @Nullable Thread decider;

	SchedulerLoop(SchedulerProperties properties, Memory memory, EffectPerformer effects, MesosConnection mesos,
			Clock clock) {
		this.scheduler = new Scheduler(properties.policy());
		this.memory = memory;
		this.effects = effects;
		this.mesos = mesos;
		this.clock = clock;
		this.state = SchedulerState.restored(List.of(), List.of());
	}

	/**
	 * Hands in an event.
	 * @param event what has happened
	 * @return completes once its effects have been performed; fails if this instance does
	 * not decide, or stops deciding before
	 */
	public CompletableFuture<@Nullable Void> submit(SchedulerEvent event) {
		CompletableFuture<@Nullable Void> done = this.inbox.add(event);
		if (!this.running) {
			this.inbox.refuseAll();
		}
		return done;
	}

	/**
	 * What is known at the moment.
	 * @return an immutable state
	 */
	public SchedulerState state() {
		return this.state;
	}

	/** Begins to decide, from what is stored. */
	public void start() {
		String frameworkId = this.memory.frameworkId().orElse(null);
		this.state = this.memory.recall();
		this.recalled = false;
		this.deposed = new CountDownLatch(1);
		this.running = true;
		this.decider = thread("scheduler", this::decide);
		this.mesos.start(frameworkId, this::submit);
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
				Inbox.Entry entry = this.inbox.next(nextTick - System.nanoTime());
				if (entry != null) {
					take(entry);
				}
				if (System.nanoTime() - nextTick >= 0) {
					nextTick = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
					this.mesos.checkHeartbeat();
					take(Inbox.Entry.of(new SchedulerEvent.Tick()));
				}
			}
			catch (InterruptedException ex) {
				return;
			}
		}
	}

	private void take(Inbox.Entry entry) throws InterruptedException {
		try {
			if (entry.event() instanceof SchedulerEvent.Subscribed && !this.recalled) {
				recallOnceAlone();
			}
			Step step = this.scheduler.apply(this.state, entry.event(), this.clock.instant());
			this.state = step.next();
			for (Effect effect : step.effects()) {
				this.effects.perform(effect, this::submit);
				if (!this.running) {
					throw new InterruptedException("stopped deciding");
				}
			}
			this.effects.finish();
			if (entry.event() instanceof SchedulerEvent.Disconnected) {
				lookForSuccessor();
			}
			entry.done().complete(null);
		}
		catch (DeposedException ex) {
			logger.error("{}. This one decides no more", ex.getMessage());
			this.running = false;
			this.deposed.countDown();
		}
		catch (RuntimeException ex) {
			logger.error("Cannot deal with {}; going on without", entry.event(), ex);
			entry.done().completeExceptionally(ex);
		}
		finally {
			this.effects.abandon();
			// Whoever waits for an event that was cut short must not wait for ever.
			entry.done().completeExceptionally(Inbox.NOT_DECIDING);
		}
	}

	/**
	 * Once Mesos has accepted this instance it accepts no other's calls any more. What
	 * another had launched until then was stored before: now nothing can be missed.
	 */
	private void recallOnceAlone() throws InterruptedException {
		while (true) {
			try {
				this.state = this.memory.recall();
				this.recalled = true;
				return;
			}
			catch (DriverException ex) {
				logger.warn("Cassandra does not tell what is stored; trying again", ex);
				Thread.sleep(RETRY_MILLIS);
			}
		}
	}

	/**
	 * Another instance that takes over ends the subscription, which only a leader that
	 * has no successor takes back.
	 */
	private void lookForSuccessor() {
		try {
			this.memory.confirmTerm();
		}
		catch (DriverException ex) {
			logger.warn("Cassandra does not tell who leads", ex);
		}
	}

	/**
	 * Waits until this instance has stopped deciding because another one has begun to
	 * lead.
	 * @throws InterruptedException if the waiting thread is interrupted
	 */
	public void awaitDeposition() throws InterruptedException {
		this.deposed.await();
	}

	/** Stops deciding, between two effects, and waits until it has. May be repeated. */
	public void stop() {
		this.running = false;
		this.mesos.stop();
		if (this.decider != null) {
			end(this.decider);
		}
		this.inbox.refuseAll();
		this.state = SchedulerState.restored(List.of(), List.of());
	}

	/** No second one may begin before: whatever it waits for ends or times out. */
	private static void end(Thread thread) {
		thread.interrupt();
		boolean interrupted = false;
		while (thread.isAlive()) {
			try {
				thread.join();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
