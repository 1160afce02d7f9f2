package io.ancho.localstack.mesos.wire;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;

import org.apache.mesos.v1.scheduler.Protos.Call;
import org.jspecify.annotations.Nullable;

import io.ancho.localstack.mesos.master.EventSink;
import io.ancho.localstack.mesos.master.Master;
import io.ancho.localstack.mesos.master.Operator;
import io.ancho.localstack.mesos.master.Reply;

/**
 * The one thread on which the master lives, and the clock that it lives by.
 */
public final class MasterThread implements Gate, AutoCloseable {

	private static final System.Logger logger = System.getLogger(MasterThread.class.getName());

	private static final long TICK_MILLIS = 100;

	private record Later(Instant time, BiConsumer<Operator, Instant> work) {
	}

	private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

	private final PriorityQueue<Later> later = new PriorityQueue<>(Comparator.comparing(Later::time));

	private final Clock clock;

	private Master master;

	/**
	 * A thread for a master, which from now on nobody else calls.
	 * @param master the master
	 * @param clock tells it the time
	 */
	public MasterThread(Master master, Clock clock) {
		this.master = master;
		this.clock = clock;
	}

	public void start() {
		this.thread.scheduleWithFixedDelay(this::pass, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
	}

	/** Does what is due by now. */
	public void tick() {
		await(() -> {
			pass();
			return this.clock.instant();
		});
	}

	private void pass() {
		try {
			Instant now = this.clock.instant();
			while (!this.later.isEmpty() && !this.later.element().time().isAfter(now)) {
				this.later.remove().work().accept(this.master.operator(), now);
			}
			this.master.tick(now);
		}
		catch (RuntimeException ex) {
			logger.log(System.Logger.Level.ERROR, "The master stumbled; it goes on", ex);
		}
	}

	@Override
	public Optional<Reply> unavailable() {
		return await(() -> this.master.unavailable(this.clock.instant()));
	}

	@Override
	public void subscribe(Call.Subscribe call, String streamId, EventSink sink) {
		await(() -> {
			this.master.subscribe(call, streamId, sink, this.clock.instant());
			return Reply.ACCEPTED;
		});
	}

	@Override
	public Reply handle(Call call, @Nullable String streamId) {
		return await(() -> this.master.handle(call, streamId, this.clock.instant()));
	}

	@Override
	public void disconnected(String streamId) {
		if (!this.thread.isShutdown()) {
			await(() -> {
				this.master.disconnected(streamId, this.clock.instant());
				return Reply.ACCEPTED;
			});
		}
	}

	/**
	 * Asks as an operator.
	 * @param question the question
	 * @param <T> the answer's type
	 * @return the answer
	 */
	public <T> T ask(Function<Operator, T> question) {
		return await(() -> question.apply(this.master.operator()));
	}

	/**
	 * Does something as an operator, and waits until it is done.
	 * @param work receives the operator and the time
	 */
	public void act(BiConsumer<Operator, Instant> work) {
		await(() -> {
			Instant now = this.clock.instant();
			work.accept(this.master.operator(), now);
			return now;
		});
	}

	/**
	 * Does something as an operator later; for the master's own thread.
	 * @param delay after what time
	 * @param work receives the operator and the time
	 */
	public void later(Duration delay, BiConsumer<Operator, Instant> work) {
		this.later.add(new Later(this.clock.instant().plus(delay), work));
	}

	/**
	 * Puts another master in the place of this one, which is as good as killed.
	 * @param successor makes the other one, given the time
	 */
	public void replace(Function<Instant, Master> successor) {
		await(() -> {
			this.master.operator().disconnectFrameworks();
			this.master = successor.apply(this.clock.instant());
			return this.master;
		});
	}

	public Instant now() {
		return this.clock.instant();
	}

	private <T> T await(Callable<T> work) {
		Future<T> result = this.thread.submit(work);
		try {
			return result.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("interrupted while the master worked", ex);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("the master failed", ex);
		}
	}

	@Override
	public void close() {
		this.thread.shutdownNow();
	}

}
