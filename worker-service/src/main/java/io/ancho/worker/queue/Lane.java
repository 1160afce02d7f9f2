package io.ancho.worker.queue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.ancho.events.Chunk;
import io.ancho.events.ChunkFailed.Cause;
import io.ancho.worker.InfrastructureException;
import io.ancho.worker.chunk.ChunkExecution;
import io.ancho.worker.chunk.Outcome;
import io.ancho.worker.chunk.Slot;
import io.ancho.worker.chunk.Turns;
import io.ancho.worker.python.ReplyBuffer;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of the two lanes of a slot: takes a chunk when it has the turn, has it executed and
 * keeps its lock meanwhile. While one computes the other takes nothing before that is
 * nearly over, and gives back what it cannot begin soon, so that no chunk waits here
 * while another executor is idle. While both are idle both look: a consumer may have
 * fetched a chunk after it was polled last, and nobody else gets it then.
 */
final class Lane implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(Lane.class);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

	private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

	/** Within it a chunk that is in the queue has come to whoever takes it. */
	private static final Duration GLANCE = Duration.ofMillis(200);

	/** How long a chunk may wait here for the one before it. */
	private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

	private final Slot slot;

	private final Turns turns;

	private final LaneContext context;

	private final ReplyBuffer buffer = new ReplyBuffer();

	private final ExecutorService work = Executors.newSingleThreadExecutor(Lane::worker);

	private final CountDownLatch stopping = new CountDownLatch(1);

	private volatile boolean serving;

	private Duration pause = SHORTEST_PAUSE;

	Lane(Slot slot, LaneContext context) {
		this.slot = slot;
		this.turns = slot.turns();
		this.context = context;
	}

	@Override
	public void run() {
		try {
			while (!isStopping()) {
				prepareAndServe();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void prepareAndServe() throws InterruptedException {
		try {
			this.slot.prepare();
			serve();
		}
		catch (KafkaException | InfrastructureException ex) {
			logger.warn("Not working, trying again in {} s", this.pause.toSeconds(), ex);
			pauseLonger();
		}
	}

	private void serve() throws InterruptedException {
		try (ShareQueue queue = this.context.queues().open()) {
			this.serving = true;
			while (!isStopping() && !queue.isSpent()) {
				if (!executeNext(queue)) {
					pauseLonger();
				}
			}
		}
		finally {
			this.serving = false;
		}
	}

	/** Returns false if something was in the way. */
	private boolean executeNext(ShareQueue queue) throws InterruptedException {
		try (Turns.Turn turn = this.turns.take(GLANCE)) {
			if (!turn.isFirst() && this.turns.isComputing()) {
				return true;
			}
			ConsumerRecord<String, byte[]> record = take(queue, turn.isFirst());
			return record == null || !begin(queue, record, turn) || execute(queue, record, turn);
		}
	}

	private @Nullable ConsumerRecord<String, byte[]> take(ShareQueue queue, boolean patiently)
			throws InterruptedException {
		do {
			this.turns.awaitNearlyIdle();
			ConsumerRecord<String, byte[]> record = queue.take();
			if (record != null) {
				return record;
			}
			if (!this.turns.isComputing()) {
				this.slot.prepare();
			}
		}
		while (patiently && !isStopping() && !queue.isSpent());
		return null;
	}

	/** Returns false if the chunk went back, as there was no time for it soon. */
	private boolean begin(ShareQueue queue, ConsumerRecord<String, byte[]> record, Turns.Turn turn)
			throws InterruptedException {
		if (turn.compute(LONGEST_WAIT)) {
			return true;
		}
		giveBack(queue, record, "no slot was free soon");
		return false;
	}

	private boolean execute(ShareQueue queue, ConsumerRecord<String, byte[]> record, Turns.Turn turn)
			throws InterruptedException {
		Chunk chunk;
		try {
			chunk = Chunks.read(record.value());
		}
		catch (IllegalArgumentException ex) {
			return putAway(queue, record, String.valueOf(ex.getMessage()));
		}
		if (deliveries(record) >= this.context.deliveryLimit()) {
			String reason = "it was delivered %d times and never settled".formatted(deliveries(record));
			return settle(queue, record, this.context.execution().handBack(chunk, Cause.UNEXPECTED, reason));
		}
		return settle(queue, record, await(queue, chunk, this.work.submit(() -> execute(chunk, turn))));
	}

	private Outcome execute(Chunk chunk, Turns.Turn turn) {
		return this.context.execution().execute(chunk, this.slot, turn, this.buffer);
	}

	private Outcome await(ShareQueue queue, Chunk chunk, Future<Outcome> outcome) throws InterruptedException {
		while (true) {
			try {
				return outcome.get(queue.renewAfter().toMillis(), TimeUnit.MILLISECONDS);
			}
			catch (TimeoutException ex) {
				this.context.renewals().increment();
				if (!queue.renew()) {
					logger.debug("A lock was lost: the chunk may be executed twice");
				}
			}
			catch (ExecutionException ex) {
				return this.context.execution().handBack(chunk, (ex.getCause() != null) ? ex.getCause() : ex);
			}
		}
	}

	private boolean settle(ShareQueue queue, ConsumerRecord<String, byte[]> record, Outcome outcome) {
		if (outcome instanceof Outcome.Impeded impeded) {
			logger.warn("A chunk of run {} goes back to the queue: {}", record.key(), impeded.reason());
			giveBack(queue, record, impeded.reason());
			return false;
		}
		queue.settle((outcome instanceof Outcome.Settled) ? AcknowledgeType.ACCEPT : AcknowledgeType.RELEASE);
		this.pause = SHORTEST_PAUSE;
		return true;
	}

	/**
	 * What the broker has delivered too often it drops without a word: before that, the
	 * chunk goes back to run-service instead of to the queue.
	 */
	private void giveBack(ShareQueue queue, ConsumerRecord<String, byte[]> record, String reason) {
		boolean last = deliveries(record) >= this.context.deliveryLimit() - 1;
		queue.settle((last && isHandedBack(record, reason)) ? AcknowledgeType.ACCEPT : AcknowledgeType.RELEASE);
	}

	private boolean isHandedBack(ConsumerRecord<String, byte[]> record, String reason) {
		try {
			Chunk chunk = Chunks.read(record.value());
			return this.context.execution().handBack(chunk, null, reason) instanceof Outcome.Settled;
		}
		catch (IllegalArgumentException ex) {
			return this.context.deadLetters().put(record, String.valueOf(ex.getMessage()));
		}
	}

	private boolean putAway(ShareQueue queue, ConsumerRecord<String, byte[]> record, String reason) {
		boolean kept = this.context.deadLetters().put(record, reason);
		queue.settle(kept ? AcknowledgeType.REJECT : AcknowledgeType.RELEASE);
		return kept;
	}

	private static Thread worker(Runnable task) {
		Thread thread = new Thread(task, Thread.currentThread().getName() + "-work");
		thread.setDaemon(true);
		return thread;
	}

	private static int deliveries(ConsumerRecord<String, byte[]> record) {
		return record.deliveryCount().orElse((short) 1);
	}

	private void pauseLonger() throws InterruptedException {
		this.stopping.await(this.pause.toMillis(), TimeUnit.MILLISECONDS);
		Duration twice = this.pause.multipliedBy(2);
		this.pause = (twice.compareTo(LONGEST_PAUSE) < 0) ? twice : LONGEST_PAUSE;
	}

	private boolean isStopping() {
		return this.stopping.getCount() == 0;
	}

	/** Whether it has joined the queue. */
	boolean isServing() {
		return this.serving;
	}

	/** Asks the lane to put back what it holds and end; from any thread. */
	void stop() {
		this.stopping.countDown();
		this.work.shutdownNow();
	}

}
