package io.ancho.worker.python;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.ancho.events.ChunkFailed.Cause;
import io.ancho.worker.python.Messages.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Python process that speaks the runner protocol: one request, one reply, from one
 * thread at a time. Whatever it says on standard error is handed to a listener.
 */
final class RunnerProcess implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(RunnerProcess.class);

	private static final ScheduledExecutorService alarms = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "deadlines");
		thread.setDaemon(true);
		return thread;
	});

	private final ChildProcess child;

	private final InputStream replies;

	private final long maxReply;

	private volatile Consumer<String> log = (text) -> logger.debug("Python said {}", text.strip());

	RunnerProcess(ChildProcess child, long maxReply) {
		this.child = child;
		this.maxReply = maxReply;
		this.replies = new BufferedInputStream(child.process().getInputStream(), 64 * 1024);
		Thread pump = new Thread(this::pumpLog, "log-" + child.process().pid());
		pump.setDaemon(true);
		pump.start();
	}

	void logTo(Consumer<String> listener) {
		this.log = listener;
	}

	/**
	 * Sends a request and waits for its reply. The process is ended if it takes too long
	 * or does not keep to the protocol.
	 * @param request the header to send
	 * @param limit how long the reply may take
	 * @param late what to say if it takes longer
	 * @param buffer where the reply's payload goes
	 * @return the reply
	 * @throws RunnerLostException if the process ended instead, took too long or broke
	 * the protocol
	 */
	Message exchange(Map<String, ?> request, Duration limit, RunnerLostException late, ReplyBuffer buffer) {
		AtomicBoolean expired = new AtomicBoolean();
		ScheduledFuture<?> alarm = alarms.schedule(() -> {
			expired.set(true);
			this.child.close();
		}, limit.toMillis(), TimeUnit.MILLISECONDS);
		try {
			Messages.write(this.child.process().getOutputStream(), request);
			return Messages.read(this.replies, buffer, this.maxReply);
		}
		catch (Messages.ProtocolException ex) {
			this.child.close();
			throw new RunnerLostException(Cause.PROCESS,
					"the model's process broke Ancho's protocol: " + ex.getMessage());
		}
		catch (IOException ex) {
			if (expired.get()) {
				throw late;
			}
			throw new RunnerLostException(Cause.PROCESS, "the model's process " + this.child.ending());
		}
		finally {
			alarm.cancel(false);
		}
	}

	boolean isAlive() {
		return this.child.isAlive();
	}

	@Override
	public void close() {
		this.child.close();
	}

	private void pumpLog() {
		char[] piece = new char[8192];
		try (Reader reader = new InputStreamReader(this.child.process().getErrorStream(), StandardCharsets.UTF_8)) {
			for (int n = reader.read(piece); n >= 0; n = reader.read(piece)) {
				this.log.accept(new String(piece, 0, n));
			}
		}
		catch (IOException ex) {
			logger.debug("The log of process {} ended", this.child.process().pid(), ex);
		}
	}

}
