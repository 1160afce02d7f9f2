package io.ancho.scheduler.mesos;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

import io.ancho.scheduler.core.SchedulerEvent;
import io.ancho.scheduler.outage.Outages;
import io.ancho.scheduler.outage.Outages.Needed;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Keeps this framework subscribed. A thread of its own reads the event stream and
 * subscribes anew, with backoff, whenever the stream ends, breaks or falls silent. A call
 * that fails breaks the stream too, unless it was the call itself that Mesos did not
 * like: the subscription and the reconciliation that follow put right whatever the call
 * should have done.
 */
@Component
public final class MesosConnection {

	private static final Logger logger = LoggerFactory.getLogger(MesosConnection.class);

	private static final String FAILED_OVER = "Framework failed over";

	private static final String REMOVED = "Framework has been removed";

	private final MesosHttp http;

	private final Calls calls;

	private final MesosEvents events;

	private final Outages outages;

	private final Backoff backoff;

	private final Duration longestBackoff;

	private final Heartbeats heartbeats = new Heartbeats();

	private volatile MesosHttp.@Nullable Stream stream;

	private volatile @Nullable String frameworkId;

	private volatile boolean stopped;

	private @Nullable Thread reader;

	MesosConnection(MesosHttp http, Calls calls, MesosEvents events, Outages outages, MesosProperties properties) {
		this.http = http;
		this.calls = calls;
		this.events = events;
		this.outages = outages;
		this.backoff = new Backoff(properties.shortestBackoff(), properties.longestBackoff(),
				RandomGenerator.getDefault());
		this.longestBackoff = properties.longestBackoff();
	}

	/**
	 * Subscribes, and stays subscribed until {@link #stop()}.
	 * @param frameworkId the id it went by before, if any
	 * @param listener takes the events
	 */
	public void start(@Nullable String frameworkId, MesosListener listener) {
		this.frameworkId = frameworkId;
		this.backoff.reset();
		this.stopped = false;
		this.reader = new Thread(() -> stayWhileWanted(listener), "mesos");
		this.reader.start();
	}

	private void stayWhileWanted(MesosListener listener) {
		try {
			while (!this.stopped) {
				Thread.sleep(subscribeOnce(listener).toMillis());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			reset();
			this.outages.noteSuccess(Needed.MESOS);
		}
	}

	/**
	 * Ends the subscription, and waits until it has ended. Mesos keeps the executors for
	 * the failover timeout. May be repeated.
	 */
	public void stop() {
		this.stopped = true;
		reset();
		if (this.reader != null) {
			this.reader.interrupt();
			join(this.reader);
		}
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private Duration subscribeOnce(MesosListener listener) throws InterruptedException {
		Duration wait;
		try {
			MesosHttp.Stream opened = this.http.subscribe(this.calls.subscribe(this.frameworkId));
			End end = read(opened, listener)
				.orElseGet(() -> new End(this.backoff.next(), "Mesos ended the event stream"));
			wait = end.pause();
			warn(end.trouble(), wait);
		}
		catch (RefusedException ex) {
			wait = ex.lasts() ? this.longestBackoff : this.backoff.next();
			warn(ex.getMessage() + (ex.lasts() ? "; " + ex.advice() : ""), wait);
		}
		catch (IOException ex) {
			wait = this.backoff.next();
			warn("No connection to Mesos (" + ex + ")", wait);
		}
		finally {
			reset();
			listener.accept(new SchedulerEvent.Disconnected());
		}
		return wait;
	}

	/**
	 * The end of a subscription.
	 *
	 * @param pause how long to wait before the next
	 * @param trouble what ended it
	 */
	private record End(Duration pause, String trouble) {
	}

	private void warn(String trouble, Duration wait) {
		if (!this.stopped) {
			logger.warn("{}; subscribing again in {}", trouble, wait);
			this.outages.noteFailure(Needed.MESOS, trouble);
		}
	}

	/** Reads to the end of the stream; says what to do if it is a special end. */
	private Optional<End> read(MesosHttp.Stream opened, MesosListener listener) throws IOException {
		this.stream = opened;
		this.heartbeats.opened();
		if (this.stopped) {
			return Optional.empty();
		}
		RecordReader reader = new RecordReader(opened.events());
		for (Optional<byte[]> record = reader.next(); record.isPresent(); record = reader.next()) {
			Event event = Event.parseFrom(record.get());
			if (event.getType() == Event.Type.ERROR) {
				String message = event.getError().getMessage();
				return Optional.of(new End(error(message, listener), "Mesos says: " + message));
			}
			pass(event, listener);
			heard();
		}
		return Optional.empty();
	}

	/** A subscription that has lasted makes the next attempt a first one. */
	private void heard() {
		this.heartbeats.heard();
		if (this.heartbeats.haveLasted(this.longestBackoff)) {
			this.backoff.reset();
		}
	}

	private void pass(Event event, MesosListener listener) {
		switch (event.getType()) {
			case SUBSCRIBED -> {
				String id = event.getSubscribed().getFrameworkId().getValue();
				this.frameworkId = id;
				this.heartbeats.interval(event.getSubscribed().getHeartbeatIntervalSeconds());
				logger.info("Subscribed with Mesos as framework {}", id);
				this.outages.noteSuccess(Needed.MESOS);
				listener.accept(new SchedulerEvent.Subscribed(id));
			}
			default -> this.events.translate(event).ifPresent(listener::accept);
		}
	}

	private Duration error(String message, MesosListener listener) {
		if (message.equals(REMOVED)) {
			logger.error("Mesos has removed this framework and ended its executors; beginning anew");
			this.frameworkId = null;
			listener.accept(new SchedulerEvent.FrameworkRemoved());
			return this.backoff.next();
		}
		if (message.equals(FAILED_OVER)) {
			logger.warn(
					"Another instance has taken over this framework; if this one is still to lead in {}, it takes it back",
					this.longestBackoff.multipliedBy(2));
			return this.longestBackoff.multipliedBy(2);
		}
		logger.error("Mesos refuses this framework: {}", message);
		return this.longestBackoff;
	}

	/** Breaks the stream if nothing, not even a heartbeat, has come for too long. */
	public void checkHeartbeat() {
		if (this.heartbeats.areMissed()) {
			logger.warn("Mesos has fallen silent; subscribing again");
			reset();
		}
	}

	/** The id that this framework goes by, or null before the first subscription. */
	@Nullable String frameworkId() {
		return this.frameworkId;
	}

	void send(Call.Builder call) {
		MesosHttp.Stream current = this.stream;
		String id = this.frameworkId;
		if (current == null || id == null) {
			logger.debug("Not connected: {} is left to reconciliation", call.getType());
			return;
		}
		try {
			this.http.send(current, call.setFrameworkId(FrameworkID.newBuilder().setValue(id)).build());
		}
		catch (RefusedException ex) {
			refused(current, ex);
		}
		catch (IOException ex) {
			logger.warn("A call of Mesos failed ({}); subscribing again", ex.toString());
			reset(current);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void refused(MesosHttp.Stream current, RefusedException refusal) {
		if (refusal.concernsTheCallAlone()) {
			logger.error("{}; going on without", refusal.getMessage());
		}
		else {
			logger.warn("{}; subscribing again", refusal.getMessage());
			reset(current);
		}
	}

	private void reset() {
		MesosHttp.Stream current = this.stream;
		if (current != null) {
			reset(current);
		}
	}

	private synchronized void reset(MesosHttp.Stream broken) {
		if (this.stream == broken) {
			this.stream = null;
			this.heartbeats.closed();
		}
		try {
			broken.events().close();
		}
		catch (IOException ex) {
			logger.debug("Closing a broken stream", ex);
		}
	}

}
