package io.ancho.run.stream;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.ancho.run.execution.RunListener;
import io.ancho.run.execution.RunView;
import io.ancho.run.lifecycle.RunId;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The event streams that are open. A few threads of their own write them, so that a slow
 * reader holds up no run.
 */
@Component
public class RunStreams implements RunListener, SmartLifecycle {

	private static final int THREADS = 4;

	private static final long BEAT_SECONDS = 15;

	private final Map<RunId, Collection<RunStream>> streams = new ConcurrentHashMap<>();

	private final ScheduledExecutorService writers = Executors.newScheduledThreadPool(THREADS, (task) -> {
		Thread thread = new Thread(task, "run-streams");
		thread.setDaemon(true);
		return thread;
	});

	private volatile boolean running;

	/**
	 * Opens a stream. The run is looked at once the stream hears of changes, so that none
	 * is missed, the last one least of all.
	 * @param id the run
	 * @param look looks at the run
	 * @return an emitter that gives all there is at once and then what changes
	 */
	SseEmitter open(RunId id, Supplier<RunView> look) {
		SseEmitter emitter = new SseEmitter(0L);
		RunStream stream = new RunStream(emitter, this.writers);
		this.streams.compute(id, (run, open) -> {
			Collection<RunStream> all = (open != null) ? open : new CopyOnWriteArrayList<>();
			all.add(stream);
			return all;
		});
		emitter.onCompletion(() -> close(id, stream));
		emitter.onError((ex) -> close(id, stream));
		stream.offer(look.get());
		return emitter;
	}

	@Override
	public void changed(RunView view) {
		this.streams.getOrDefault(view.run().id(), List.of()).forEach((stream) -> stream.offer(view));
	}

	private void close(RunId id, RunStream stream) {
		stream.close();
		this.streams.computeIfPresent(id, (run, open) -> {
			open.remove(stream);
			return open.isEmpty() ? null : open;
		});
	}

	int count() {
		return this.streams.values().stream().mapToInt(Collection::size).sum();
	}

	private void beat() {
		this.streams.values().forEach((open) -> open.forEach(RunStream::beat));
	}

	/** Ends all streams, so that whoever reads them asks for the next leader's. */
	public void endAll() {
		this.streams.values().forEach((open) -> open.forEach(RunStream::complete));
	}

	@Override
	public void start() {
		Future<?> unused = this.writers.scheduleWithFixedDelay(this::beat, BEAT_SECONDS, BEAT_SECONDS,
				TimeUnit.SECONDS);
		this.running = true;
	}

	/** Ends the streams before the web server begins to wait for them. */
	@Override
	public void stop() {
		this.running = false;
		this.writers.shutdownNow();
		endAll();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
