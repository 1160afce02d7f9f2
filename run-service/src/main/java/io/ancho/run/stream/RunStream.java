package io.ancho.run.stream;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.ancho.events.Json;
import io.ancho.run.execution.RunView;
import io.ancho.run.lifecycle.RunState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.ObjectWriter;

import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * One reader's stream. What changes is sent at once, but nothing twice within half a
 * second: then the latest is sent when that is over. The final state ends the stream.
 */
final class RunStream {

	private static final Logger log = LoggerFactory.getLogger(RunStream.class);

	/**
	 * In ASCII, because some readers end lines at other characters than \\r and \\n too.
	 */
	private static final ObjectWriter JSON = Json.mapper().writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

	private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private final SseEmitter emitter;

	private final ScheduledExecutorService writers;

	private final Map<String, Object> last = new LinkedHashMap<>();

	private @Nullable RunView offered;

	private boolean scheduled;

	private long sentAt = System.nanoTime() - PERIOD_NANOS;

	private boolean closed;

	/**
	 * The event {@code state}.
	 *
	 * @param state the run's state
	 * @param reason why it is in it, or null
	 * @param at since when, as far as is known
	 */
	record State(RunState state, @Nullable String reason, Instant at) {
	}

	RunStream(SseEmitter emitter, ScheduledExecutorService writers) {
		this.emitter = emitter;
		this.writers = writers;
	}

	/**
	 * Takes the run as it is now. Quick: writing is left to another thread.
	 * @param view the run
	 */
	synchronized void offer(RunView view) {
		RunView before = this.offered;
		boolean behind = before != null && before.run().state().compareTo(view.run().state()) > 0;
		if (behind || this.closed) {
			return;
		}
		this.offered = view;
		boolean over = view.run().state().isOver();
		if (!this.scheduled || over) {
			long wait = over ? 0 : Math.max(0, this.sentAt + PERIOD_NANOS - System.nanoTime());
			schedule(wait);
		}
	}

	private void schedule(long waitNanos) {
		try {
			this.scheduled = true;
			Future<?> unused = this.writers.schedule(this::write, waitNanos, TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			log.debug("Shutting down: the stream ends here");
		}
	}

	private void write() {
		RunView view = take();
		if (view == null) {
			return;
		}
		synchronized (this.emitter) {
			try {
				send(view);
			}
			catch (IOException | IllegalStateException ex) {
				log.debug("A reader of run {} has gone: {}", view.run().id(), ex.toString());
				close();
			}
		}
	}

	private synchronized @Nullable RunView take() {
		this.scheduled = false;
		this.sentAt = System.nanoTime();
		return this.closed ? null : this.offered;
	}

	private void send(RunView view) throws IOException {
		sendIfNew("progress", view.progress());
		if (view.statistics() != null) {
			sendIfNew("statistics", view.statistics());
		}
		State state = new State(view.run().state(), view.reason(), since(view));
		sendIfNew("state", state);
		if (state.state().isOver()) {
			close();
			this.emitter.complete();
		}
	}

	private void sendIfNew(String name, Object data) throws IOException {
		if (!data.equals(this.last.put(name, data))) {
			this.emitter.send(SseEmitter.event().name(name).data(JSON.writeValueAsString(data)));
		}
	}

	private static Instant since(RunView view) {
		Instant ended = view.run().endedAt();
		Instant started = view.run().startedAt();
		if (ended != null) {
			return ended;
		}
		return (started != null) ? started : view.run().createdAt();
	}

	/** A comment that keeps the connection open, and shows whether it is. */
	void beat() {
		synchronized (this.emitter) {
			try {
				if (!isClosed()) {
					this.emitter.send(SseEmitter.event().comment("beat"));
				}
			}
			catch (IOException | IllegalStateException ex) {
				close();
			}
		}
	}

	private synchronized boolean isClosed() {
		return this.closed;
	}

	synchronized void close() {
		this.closed = true;
	}

	void complete() {
		close();
		this.emitter.complete();
	}

}
