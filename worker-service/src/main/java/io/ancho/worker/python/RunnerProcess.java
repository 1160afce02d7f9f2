package io.ancho.worker.python;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import io.ancho.telemetry.LogContext;
import io.ancho.worker.python.Messages.HeaderReader;
import io.ancho.worker.python.Messages.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Python process that speaks the runner protocol: one request, one reply, from one
 * thread at a time. Whatever it says on standard error is handed to a listener, whose log
 * lines are about what the last request was about.
 */
final class RunnerProcess implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(RunnerProcess.class);

	private static final Duration LAST_WORDS = Duration.ofMillis(500);

	private static final int PIECE = 64 * 1024;

	/** Whoever prints without end is read at 64 million characters a second at most. */
	private static final long BREATH = 1_000_000;

	/** For a reply that has begun; for taking a request. */
	private static final Duration REPLY = Duration.ofSeconds(10);

	private static final ScheduledExecutorService WATCH = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "request-watch");
		thread.setDaemon(true);
		return thread;
	});

	private final ChildProcess child;

	private final BlackBox box;

	private final PatientStream output;

	private final InputStream replies;

	private final long maxReply;

	private final Thread pump;

	private final LastWords lastWords = new LastWords();

	/** What it works on, or did last. */
	private volatile Map<String, String> context = Map.of();

	private volatile Consumer<String> log = (text) -> logger.debug("Python said {}", text.strip());

	RunnerProcess(ChildProcess child, BlackBox box, long maxReply) {
		this.child = child;
		this.box = box;
		this.maxReply = maxReply;
		this.output = new PatientStream(child.process());
		this.replies = new BufferedInputStream(this.output, 64 * 1024);
		this.pump = new Thread(this::pumpLog, "log-" + child.process().pid());
		this.pump.setDaemon(true);
		this.pump.start();
	}

	void logTo(Consumer<String> listener) {
		this.log = listener;
	}

	/** Where on this machine its model's files are. */
	Path modelFolder() {
		return this.child.scratch().model();
	}

	/** Where it writes which sequence it is at. */
	BlackBox box() {
		return this.box;
	}

	/**
	 * A process did not reply as it should.
	 */
	static final class LostException extends Exception {

		private final transient Death death;

		LostException(Death death) {
			this.death = death;
		}

		Death death() {
			return this.death;
		}

	}

	/**
	 * Sends a request and waits for its reply. A process that does not give it is ended.
	 * @param <H> what the reply says
	 * @param request the header to send
	 * @param model the model's folder
	 * @param patience how long to wait
	 * @param late what to say if it takes longer
	 * @param buffer where the reply's payload goes
	 * @param reader checks the reply
	 * @return the reply
	 * @throws LostException if the process ended instead, took too long or broke the
	 * protocol
	 * @throws InterruptedException if the executor stops
	 */
	<H> Message<H> exchange(Map<String, ?> request, Path model, Patience patience, String late, ReplyBuffer buffer,
			HeaderReader<H> reader) throws LostException, InterruptedException {
		this.output.with(patience, REPLY);
		this.context = LogContext.current();
		try {
			send(request);
			return Messages.read(this.replies, buffer, this.maxReply, reader);
		}
		catch (InterruptedIOException ex) {
			close();
			throw new InterruptedException("the executor stops");
		}
		catch (IOException ex) {
			Ending ending = ending(ex, patience, late);
			this.child.close();
			Death death = death(ending, model);
			this.box.close();
			throw new LostException(death);
		}
	}

	/** Who has answered before, or reads nothing, is not waited for. */
	private void send(Map<String, ?> request) throws IOException {
		if (this.replies.available() > 0) {
			throw new ProtocolBrokenException("it answered before it was asked");
		}
		Future<?> end = WATCH.schedule(this.child::close, REPLY.toMillis(), TimeUnit.MILLISECONDS);
		try {
			Messages.write(this.child.process().getOutputStream(), request);
		}
		catch (IOException ex) {
			throw end.isDone() ? new ProtocolBrokenException("it reads no requests") : ex;
		}
		finally {
			end.cancel(false);
		}
	}

	/** Ends the process, if it has not ended, so that it tells where it was. */
	private Ending ending(IOException ex, Patience patience, String late) {
		if (ex instanceof ProtocolBrokenException) {
			return new Ending(Death.Kind.PROTOCOL, "broke Ancho's protocol: " + ex.getMessage());
		}
		if (!(ex instanceof PatientStream.LateException)) {
			return this.child.ending();
		}
		if (this.output.hasBegun()) {
			return new Ending(Death.Kind.PROTOCOL, "broke Ancho's protocol: its reply was not over after " + REPLY);
		}
		if (!patience.isInSequence()) {
			return new Ending(Death.Kind.PROTOCOL, "broke Ancho's protocol: it was at no sequence and gave no answer");
		}
		this.child.terminate();
		return new Ending(Death.Kind.TIME, late);
	}

	private Death death(Ending ending, Path model) throws InterruptedException {
		this.pump.join(LAST_WORDS.toMillis());
		long index = this.box.index();
		String said = this.lastWords.toString();
		String message = (ending.kind() == Death.Kind.TIME) ? ending.text() : "the model's process " + ending.text();
		return new Death(ending.kind(), said.isEmpty() ? message : message + "\nThe last it printed:\n" + said,
				this.box.traceback(model), index);
	}

	boolean isAlive() {
		return this.child.isAlive();
	}

	@Override
	public void close() {
		this.child.close();
		this.box.close();
	}

	private void pumpLog() {
		char[] piece = new char[PIECE];
		try (Reader reader = new InputStreamReader(this.child.process().getErrorStream(), StandardCharsets.UTF_8)) {
			for (int n = reader.read(piece); n >= 0; n = reader.read(piece)) {
				String text = new String(piece, 0, n);
				this.lastWords.append(text);
				try (LogContext ignored = LogContext.of(this.context)) {
					this.log.accept(text);
				}
				if (n == PIECE) {
					LockSupport.parkNanos(BREATH);
				}
			}
		}
		catch (IOException ex) {
			logger.debug("The log of process {} ended", this.child.process().pid(), ex);
		}
	}

}
