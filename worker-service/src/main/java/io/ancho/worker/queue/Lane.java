package io.ancho.worker.queue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.ancho.events.Chunk;
import io.ancho.events.ChunkFailed.Cause;
import io.ancho.telemetry.LogContext;
import io.ancho.telemetry.LogField;
import io.ancho.telemetry.RecordTraces;
import io.ancho.telemetry.Traces;
import io.ancho.worker.InfrastructureException;
import io.ancho.worker.chunk.Outcome;
import io.ancho.worker.chunk.Slot;
import io.ancho.worker.chunk.Turns;
import io.ancho.worker.python.ReplyBuffer;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of the two lanes of a slot: asks for a chunk when it has the turn, and executes it.
 * While one computes the other asks for nothing before that is nearly over, and gives
 * back what it cannot begin soon, so that no chunk waits here while another executor is
 * idle.
 */
final class Lane implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(Lane.class);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

	private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

	/** How long a chunk may wait here for the one before it. */
	private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

	private final Slot slot;

	private final Turns turns;

	private final LaneContext context;

	private final ReplyBuffer buffer = new ReplyBuffer();

	private final Thread thread;

	private final CountDownLatch stopping = new CountDownLatch(1);

	private Duration pause = SHORTEST_PAUSE;

	Lane(Slot slot, LaneContext context, String name) {
		this.slot = slot;
		this.turns = slot.turns();
		this.context = context;
		this.thread = new Thread(this, name);
		this.thread.setDaemon(true);
	}

	void start() {
		this.thread.start();
	}

	@Override
	public void run() {
		try {
			while (!isStopping()) {
				if (!executeNextOrSay()) {
					pauseLonger();
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean executeNextOrSay() throws InterruptedException {
		try {
			return executeNext();
		}
		catch (InfrastructureException ex) {
			logger.warn("No chunk can be executed, trying again in {} s", this.pause.toSeconds(), ex);
			return false;
		}
	}

	/** Returns false if something was in the way. */
	private boolean executeNext() throws InterruptedException {
		try (Turns.Turn turn = this.turns.take()) {
			this.turns.awaitNearlyIdle();
			Delivery delivery = next();
			if (!turn.compute(LONGEST_WAIT)) {
				giveBack(delivery, "no slot was free soon");
				return true;
			}
			return execute(delivery, turn);
		}
	}

	/** The next chunk, as soon as there is one; Python is kept ready meanwhile. */
	private Delivery next() throws InterruptedException {
		prepareIfIdle();
		CompletableFuture<Delivery> request = this.context.dispatcher().request();
		try {
			Delivery delivery = within(request);
			while (delivery == null) {
				prepareIfIdle();
				delivery = within(request);
			}
			return delivery;
		}
		catch (InterruptedException | RuntimeException ex) {
			withdraw(request);
			throw ex;
		}
	}

	private static @Nullable Delivery within(CompletableFuture<Delivery> request) throws InterruptedException {
		try {
			return request.get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			return null;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("a request is never answered by a failure", ex);
		}
	}

	private void withdraw(CompletableFuture<Delivery> request) {
		if (!request.cancel(false)) {
			giveBack(request.join(), "the slot cannot compute it now");
		}
	}

	private void prepareIfIdle() {
		if (!this.turns.isComputing()) {
			this.slot.prepare();
		}
	}

	private boolean execute(Delivery delivery, Turns.Turn turn) {
		Chunk chunk;
		try {
			chunk = Chunks.read(delivery.record().value());
		}
		catch (IllegalArgumentException ex) {
			return putAway(delivery, String.valueOf(ex.getMessage()));
		}
		try (LogContext ignored = about(chunk);
				Traces.Scope span = this.context.traces().span("execute chunk", RecordTraces.of(delivery.record()))) {
			return execute(delivery, chunk, turn);
		}
	}

	private LogContext about(Chunk chunk) {
		return LogContext.of(LogField.RUN, chunk.run())
			.and(LogField.CHUNK, chunk.first())
			.and(LogField.EXECUTOR, this.context.executor());
	}

	private boolean execute(Delivery delivery, Chunk chunk, Turns.Turn turn) {
		if (delivery.count() >= this.context.deliveryLimit()) {
			String reason = "%d executors took it, and ended or were cut off before they had done with it"
				.formatted(delivery.count() - 1);
			return settle(delivery, this.context.execution().handBack(chunk, Cause.UNEXPECTED, reason));
		}
		return settle(delivery, execute(chunk, turn));
	}

	private Outcome execute(Chunk chunk, Turns.Turn turn) {
		try {
			return this.context.execution().execute(chunk, this.slot, turn, this.buffer);
		}
		catch (RuntimeException | Error ex) {
			return this.context.execution().handBack(chunk, ex);
		}
	}

	private boolean settle(Delivery delivery, Outcome outcome) {
		if (outcome instanceof Outcome.Impeded impeded) {
			logger.warn("A chunk of run {} goes back to the queue: {}", delivery.record().key(), impeded.reason());
			giveBack(delivery, impeded.reason());
			return false;
		}
		boolean abandoned = outcome instanceof Outcome.Abandoned;
		this.context.dispatcher().settle(delivery, abandoned ? AcknowledgeType.RELEASE : AcknowledgeType.ACCEPT);
		this.pause = SHORTEST_PAUSE;
		return !(outcome instanceof Outcome.Refused);
	}

	/**
	 * A chunk that was delivered often is not begun any more. Who can still say what is
	 * in the way hands it back to run-service before, instead of to the queue.
	 */
	private void giveBack(Delivery delivery, String reason) {
		boolean last = delivery.count() >= this.context.deliveryLimit() - 1;
		this.context.dispatcher()
			.settle(delivery,
					(last && isHandedBack(delivery, reason)) ? AcknowledgeType.ACCEPT : AcknowledgeType.RELEASE);
	}

	private boolean isHandedBack(Delivery delivery, String reason) {
		try {
			Chunk chunk = Chunks.read(delivery.record().value());
			return this.context.execution().handBack(chunk, null, reason) instanceof Outcome.Settled;
		}
		catch (IllegalArgumentException ex) {
			return this.context.deadLetters().put(delivery.record(), String.valueOf(ex.getMessage()));
		}
	}

	private boolean putAway(Delivery delivery, String reason) {
		boolean kept = this.context.deadLetters().put(delivery.record(), reason);
		this.context.dispatcher().settle(delivery, kept ? AcknowledgeType.REJECT : AcknowledgeType.RELEASE);
		return kept;
	}

	private void pauseLonger() throws InterruptedException {
		this.stopping.await(this.pause.toMillis(), TimeUnit.MILLISECONDS);
		Duration twice = this.pause.multipliedBy(2);
		this.pause = (twice.compareTo(LONGEST_PAUSE) < 0) ? twice : LONGEST_PAUSE;
	}

	private boolean isStopping() {
		return this.stopping.getCount() == 0;
	}

	/** Asks the lane to put back what it works on and end; from any thread. */
	void stop() {
		this.stopping.countDown();
		this.thread.interrupt();
	}

	void join(Duration patience) throws InterruptedException {
		this.thread.join(Math.max(1, patience.toMillis()));
	}

}
