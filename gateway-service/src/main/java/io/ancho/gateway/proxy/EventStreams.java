package io.ancho.gateway.proxy;

import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.ancho.gateway.problem.Problem;
import io.ancho.gateway.problem.ProblemException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * The open event streams: limits how many there are, since each holds a thread, and has
 * each checked for its client.
 */
@Component
class EventStreams implements DisposableBean {

	private final Semaphore free;

	private final Duration heartbeat;

	private final ScheduledExecutorService clock;

	EventStreams(UpstreamProperties properties, MeterRegistry meters) {
		int limit = properties.eventStreams();
		this.free = new Semaphore(limit);
		this.heartbeat = properties.heartbeat();
		this.clock = clock();
		Gauge.builder("ancho.gateway.event.streams", () -> limit - this.free.availablePermits()).register(meters);
	}

	private static ScheduledExecutorService clock() {
		ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "heartbeats");
			thread.setDaemon(true);
			return thread;
		});
		clock.setRemoveOnCancelPolicy(true);
		return clock;
	}

	/**
	 * Takes one of the places.
	 * @param out writes to the client
	 * @param whenGone called when the client is found gone
	 * @return the stream, to be closed
	 * @throws ProblemException {@code unavailable} if there is no place left
	 */
	EventStream open(OutputStream out, Runnable whenGone) {
		if (!this.free.tryAcquire()) {
			throw new ProblemException(Problem.UNAVAILABLE,
					"too many event streams are open: poll the run itself, or try again later");
		}
		EventStream stream = new EventStream(out, whenGone);
		long millis = this.heartbeat.toMillis();
		ScheduledFuture<?> beats = this.clock.scheduleWithFixedDelay(stream::beat, millis, millis,
				TimeUnit.MILLISECONDS);
		stream.whenClosed(() -> beats.cancel(false));
		stream.whenClosed(this.free::release);
		return stream;
	}

	@Override
	public void destroy() {
		this.clock.shutdownNow();
	}

}
