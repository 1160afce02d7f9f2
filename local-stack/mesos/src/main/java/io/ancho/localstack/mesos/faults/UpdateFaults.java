package io.ancho.localstack.mesos.faults;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.scheduler.Protos.Event;

import io.ancho.localstack.mesos.master.EventSink;

/**
 * Holds back, doubles and repeats updates on their way out. Lives on the master's thread.
 */
final class UpdateFaults {

	private static final int REMEMBERED = 100;

	private record Sent(FrameworkID framework, Event update) {
	}

	private final Set<Stream> open = new LinkedHashSet<>();

	private final Deque<Sent> sent = new ArrayDeque<>();

	private int duplicates;

	private boolean holding;

	private Instant heldUntil = Instant.EPOCH;

	/** A stream in front of another one. */
	EventSink before(EventSink sink) {
		return new Stream(sink);
	}

	void duplicate(int count) {
		this.duplicates += count;
	}

	/** Updates go out as they are; those that are held back do so in their time. */
	void forget() {
		this.duplicates = 0;
	}

	/** Holds updates back until {@link #release} is called at that time or later. */
	void hold(Instant until) {
		this.holding = true;
		this.heldUntil = until.isAfter(this.heldUntil) ? until : this.heldUntil;
	}

	void release(Instant now) {
		if (!now.isBefore(this.heldUntil)) {
			this.holding = false;
			this.open.forEach(Stream::release);
		}
	}

	void replay(int count) {
		List<Sent> some = this.sent.stream().skip(Math.max(0, this.sent.size() - count)).toList();
		for (Sent update : some) {
			this.open.stream()
				.filter((stream) -> stream.framework.equals(update.framework()))
				.forEach((stream) -> stream.sink.send(update.update()));
		}
	}

	/** Sends an event on all open streams. */
	void inject(Event event) {
		this.open.forEach((stream) -> stream.sink.send(event));
	}

	private final class Stream implements EventSink {

		private final EventSink sink;

		private final List<Event> held = new ArrayList<>();

		private FrameworkID framework = FrameworkID.getDefaultInstance();

		private Stream(EventSink sink) {
			this.sink = sink;
		}

		@Override
		public void send(Event event) {
			if (event.getType() == Event.Type.SUBSCRIBED) {
				this.framework = event.getSubscribed().getFrameworkId();
				UpdateFaults.this.open.add(this);
			}
			if (event.getType() != Event.Type.UPDATE) {
				this.sink.send(event);
			}
			else if (UpdateFaults.this.holding) {
				this.held.add(event);
			}
			else {
				update(event);
			}
		}

		private void update(Event event) {
			this.sink.send(event);
			if (UpdateFaults.this.duplicates > 0) {
				UpdateFaults.this.duplicates--;
				this.sink.send(event);
			}
			UpdateFaults.this.sent.add(new Sent(this.framework, event));
			if (UpdateFaults.this.sent.size() > REMEMBERED) {
				UpdateFaults.this.sent.remove();
			}
		}

		private void release() {
			this.held.forEach(this::update);
			this.held.clear();
		}

		@Override
		public void end() {
			UpdateFaults.this.open.remove(this);
			this.sink.end();
		}

		@Override
		public void abort() {
			UpdateFaults.this.open.remove(this);
			this.sink.abort();
		}

	}

}
