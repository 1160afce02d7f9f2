package io.ancho.worker.results;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.uuid.Uuids;
import io.ancho.telemetry.LogContext;
import io.ancho.telemetry.LogField;
import io.ancho.worker.ExecutorProperties;
import io.ancho.worker.ImpedimentException;
import io.ancho.worker.InfrastructureException;
import io.ancho.worker.run.EndedRuns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Writes what models print to the table {@code logs}: a row a flush, capped for each run
 * and executor. A log is a courtesy: what cannot be written is dropped, and nothing waits
 * for it.
 */
@Component
public class RunLogs implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(RunLogs.class);

	private static final int MAX_RUNS = 1000;

	private static final Duration INTERVAL = Duration.ofMillis(500);

	private final CqlSession session;

	private final Statements.Cache statements;

	private final String executor;

	private final long cap;

	private final Map<String, RunLog> logs = new LinkedHashMap<>() {
		@Override
		protected boolean removeEldestEntry(Map.Entry<String, RunLog> eldest) {
			return size() > MAX_RUNS;
		}
	};

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

	private volatile boolean running;

	RunLogs(CqlSession session, EndedRuns endedRuns, ExecutorProperties executor) {
		this.session = session;
		this.statements = new Statements.Cache(session);
		this.executor = executor.id();
		this.cap = executor.logCap().toBytes();
		endedRuns.onEnd(this::forget);
	}

	/**
	 * Takes what a model printed, to be written soon.
	 * @param keyspace the keyspace of the run's owner
	 * @param run the run's id
	 * @param text what it printed; beyond the run's cap it is dropped
	 * @return whether it was taken
	 */
	public boolean append(String keyspace, String run, String text) {
		synchronized (this.logs) {
			return this.logs.computeIfAbsent(run, (id) -> new RunLog(keyspace)).append(text, this.cap);
		}
	}

	@Override
	public void start() {
		this.running = true;
		this.timer.scheduleWithFixedDelay(this::flush, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
	}

	@Override
	public void stop() {
		this.running = false;
		this.timer.shutdown();
		flush();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** Stops after the executor, to write what the last processes said. */
	@Override
	public int getPhase() {
		return 0;
	}

	/**
	 * Writes what there is, without waiting for it to be written.
	 */
	private void flush() {
		List<Entry> entries = new ArrayList<>();
		synchronized (this.logs) {
			this.logs.forEach((run, log) -> {
				String text = log.take();
				if (text != null) {
					entries.add(new Entry(log.keyspace(), run, text));
				}
			});
		}
		entries.forEach(this::write);
	}

	private void forget(String run) {
		flush();
		synchronized (this.logs) {
			this.logs.remove(run);
		}
	}

	private void write(Entry entry) {
		try {
			this.session
				.executeAsync(this.statements.of(entry.keyspace())
					.log()
					.bind(entry.run(), Uuids.timeBased(), this.executor, entry.text()))
				.whenComplete((result, error) -> {
					if (error != null) {
						lost(entry, error);
					}
				});
		}
		catch (ImpedimentException | InfrastructureException | IllegalStateException ex) {
			lost(entry, ex);
		}
	}

	private static void lost(Entry entry, Throwable error) {
		try (LogContext ignored = LogContext.of(LogField.RUN, entry.run())) {
			logger.warn("Lost {} characters of the log of run {}", entry.text().length(), entry.run(), error);
		}
	}

	private record Entry(String keyspace, String run, String text) {
	}

}
