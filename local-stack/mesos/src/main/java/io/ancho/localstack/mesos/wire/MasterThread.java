package io.ancho.localstack.mesos.wire;

import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.apache.mesos.v1.scheduler.Protos.Call;
import org.jspecify.annotations.Nullable;

import io.ancho.localstack.mesos.master.EventSink;
import io.ancho.localstack.mesos.master.Master;
import io.ancho.localstack.mesos.master.Reply;
import io.ancho.localstack.mesos.master.Snapshot;

/**
 * The one thread on which the master lives, and the clock that it lives by.
 */
public final class MasterThread implements AutoCloseable {

	private static final System.Logger logger = System.getLogger(MasterThread.class.getName());

	private static final long TICK_MILLIS = 100;

	private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

	private final Master master;

	private final Clock clock;

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
		this.thread.scheduleWithFixedDelay(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
	}

	private void tick() {
		try {
			this.master.tick(this.clock.instant());
		}
		catch (RuntimeException ex) {
			logger.log(System.Logger.Level.ERROR, "The master stumbled; it goes on", ex);
		}
	}

	void subscribe(Call.Subscribe call, String streamId, EventSink sink) {
		await(() -> {
			this.master.subscribe(call, streamId, sink, this.clock.instant());
			return Reply.ACCEPTED;
		});
	}

	Reply handle(Call call, @Nullable String streamId) {
		return await(() -> this.master.handle(call, streamId, this.clock.instant()));
	}

	void disconnected(String streamId) {
		if (!this.thread.isShutdown()) {
			this.thread.execute(() -> this.master.disconnected(streamId, this.clock.instant()));
		}
	}

	Snapshot snapshot() {
		return await(this.master::snapshot);
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
