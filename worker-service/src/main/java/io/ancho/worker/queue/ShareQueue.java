package io.ancho.worker.queue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lane's place in a share group: takes one record at a time, locked for this member
 * until it is acknowledged or the lock expires. For one thread.
 * <p>
 * A consumer that was polled may go on fetching when it is left alone, above all after a
 * lock was renewed. A record that comes then stays with it, locked, until it is polled
 * again or the lock expires: whoever has time for a record must poll.
 * <p>
 * An acknowledgement that gets lost, because the lock has expired or the broker or the
 * topic is gone, is not an error: the chunk will be executed again, to the same effect.
 */
final class ShareQueue implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ShareQueue.class);

	private static final Duration POLL = Duration.ofMillis(500);

	private static final Duration POLL_AGAIN = Duration.ofMillis(50);

	private static final int POLLS_AGAIN = 20;

	/** So many polls in a row that end at once and empty are no coincidence. */
	private static final int HASTY_POLLS = 50;

	private static final Duration DEFAULT_LOCK = Duration.ofSeconds(30);

	private static final Duration LEAVE = Duration.ofMillis(800);

	private final KafkaShareConsumer<String, byte[]> consumer;

	private @Nullable ConsumerRecord<String, byte[]> held;

	private boolean doubtful;

	private int hastyPolls;

	ShareQueue(KafkaShareConsumer<String, byte[]> consumer, String topic) {
		this.consumer = consumer;
		this.consumer.subscribe(List.of(topic));
	}

	/**
	 * Takes the next record.
	 * @return the record, held from now on, or null if there is none yet
	 */
	@Nullable ConsumerRecord<String, byte[]> take() {
		long began = System.nanoTime();
		this.held = first(POLL);
		boolean hasty = this.held == null && System.nanoTime() - began < POLL.toNanos() / 10;
		this.hastyPolls = hasty ? this.hastyPolls + 1 : 0;
		return this.held;
	}

	/**
	 * Whether a new consumer should take this one's place. What a consumer does after an
	 * acknowledgement that nobody confirmed (the broker died, the lock was lost) is not
	 * described anywhere: one was seen whose polls ended at once, empty, for ever.
	 * @return whether an acknowledgement went unconfirmed or polls do not wait any more
	 */
	boolean isSpent() {
		return this.doubtful || this.hastyPolls >= HASTY_POLLS;
	}

	/**
	 * After how long to renew the lock of the record that is held.
	 * @return a third of the lock's duration
	 */
	Duration renewAfter() {
		return this.consumer.acquisitionLockTimeoutMs().map(Duration::ofMillis).orElse(DEFAULT_LOCK).dividedBy(3);
	}

	/**
	 * Renews the lock of the record that is held. A renewed record must be polled once
	 * more before it can be acknowledged.
	 * @return whether the record is still held
	 */
	boolean renew() {
		ConsumerRecord<String, byte[]> record = this.held;
		boolean renewed = record != null && acknowledge(AcknowledgeType.RENEW);
		this.held = null;
		if (record == null || !renewed) {
			return false;
		}
		for (int i = 0; i < POLLS_AGAIN && this.held == null; i++) {
			this.held = first(POLL_AGAIN);
			if (this.held != null && this.held.offset() != record.offset()) {
				settle(AcknowledgeType.RELEASE);
			}
		}
		return this.held != null;
	}

	/**
	 * Ends the hold on a record.
	 * @param type accept or reject it, or release it to somebody else
	 */
	void settle(AcknowledgeType type) {
		if (this.held != null) {
			acknowledge(type);
			this.held = null;
		}
	}

	private @Nullable ConsumerRecord<String, byte[]> first(Duration timeout) {
		var records = this.consumer.poll(timeout).iterator();
		return records.hasNext() ? records.next() : null;
	}

	private boolean acknowledge(AcknowledgeType type) {
		try {
			this.consumer.acknowledge(this.held, type);
			Map<TopicIdPartition, Optional<KafkaException>> answers = this.consumer.commitSync();
			answers.values().forEach((error) -> error.ifPresent((ex) -> logger.debug("{} was refused", type, ex)));
			boolean confirmed = !answers.isEmpty() && answers.values().stream().allMatch(Optional::isEmpty);
			this.doubtful |= !confirmed;
			return confirmed;
		}
		catch (IllegalStateException | org.apache.kafka.common.errors.TimeoutException ex) {
			logger.debug("{} got lost", type, ex);
			this.doubtful = true;
			return false;
		}
	}

	@Override
	public void close() {
		this.consumer.close(LEAVE);
	}

}
