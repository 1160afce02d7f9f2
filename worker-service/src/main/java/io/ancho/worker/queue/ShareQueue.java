package io.ancho.worker.queue;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An executor's place in a share group: takes one record after the other, each locked for
 * this member until it is settled or its lock expires. For one thread.
 * <p>
 * A consumer that was polled in vain goes on fetching. A record that comes then stays
 * with it, locked, until it is polled again or the lock expires: whoever has begun to
 * poll goes on until a record comes.
 * <p>
 * A settlement that gets lost, because the lock has expired or the broker or the topic is
 * gone, is not an error: the chunk will be executed again, to the same effect.
 */
final class ShareQueue implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ShareQueue.class);

	/** So many polls in a row that end at once and empty are no coincidence. */
	private static final int HASTY_POLLS = 50;

	private static final Duration DEFAULT_LOCK = Duration.ofSeconds(30);

	private static final Duration LEAVE = Duration.ofMillis(800);

	private final KafkaShareConsumer<String, byte[]> consumer;

	private final HeldRecords records;

	private final Set<Delivery> held = new HashSet<>();

	private long renewed;

	private boolean doubtful;

	private int hastyPolls;

	ShareQueue(KafkaShareConsumer<String, byte[]> consumer, String topic) {
		this.consumer = consumer;
		this.records = new HeldRecords(consumer);
		this.consumer.subscribe(List.of(topic));
	}

	/**
	 * Takes the next record.
	 * @param patience how long to wait for one
	 * @return the record, held from now on, or null if there is none yet
	 */
	@Nullable Delivery take(Duration patience) {
		long began = System.nanoTime();
		ConsumerRecord<String, byte[]> record = poll(patience);
		boolean hasty = record == null && System.nanoTime() - began < patience.toNanos() / 10;
		this.hastyPolls = hasty ? this.hastyPolls + 1 : 0;
		return (record != null) ? hold(record) : null;
	}

	private @Nullable ConsumerRecord<String, byte[]> poll(Duration patience) {
		this.records.layDown();
		try {
			var polled = this.consumer.poll(patience).iterator();
			return polled.hasNext() ? polled.next() : null;
		}
		finally {
			this.records.pickUp();
		}
	}

	private Delivery hold(ConsumerRecord<String, byte[]> record) {
		if (this.held.isEmpty()) {
			this.renewed = System.nanoTime();
		}
		Delivery delivery = new Delivery(record, this);
		this.held.add(delivery);
		return delivery;
	}

	/**
	 * Whether a new consumer should take this one's place. What a consumer does after an
	 * acknowledgement that nobody confirmed (the broker died, the lock was lost) is not
	 * described anywhere: one was seen whose polls ended at once, empty, for ever.
	 * @return whether an acknowledgement went unconfirmed or polls do not wait any more
	 */
	boolean needsReplacing() {
		return this.doubtful || this.hastyPolls >= HASTY_POLLS;
	}

	/**
	 * When the locks of the records that are held have to be renewed: every third part of
	 * their duration, all together.
	 * @return how long it is until then, 0 or less if it is time; null if none is held
	 */
	@Nullable Duration untilRenewal() {
		if (this.held.isEmpty()) {
			return null;
		}
		Duration lock = this.consumer.acquisitionLockTimeoutMs().map(Duration::ofMillis).orElse(DEFAULT_LOCK);
		return lock.dividedBy(3).minusNanos(System.nanoTime() - this.renewed);
	}

	/**
	 * Renews the locks of all records that are held.
	 * @return how many there are; none if the locks were lost
	 */
	int renew() {
		this.renewed = System.nanoTime();
		this.held.forEach((delivery) -> acknowledge(delivery, AcknowledgeType.RENEW));
		if (!commit()) {
			logger.debug("{} locks were lost: the chunks may be executed twice", this.held.size());
			this.held.clear();
		}
		this.records.takeRenewed();
		return this.held.size();
	}

	/**
	 * Ends the hold on records, those among them that are not held (any more) excepted.
	 * @param settlements what to do with each: accept, reject, or release it to somebody
	 * else
	 */
	void settle(Map<Delivery, AcknowledgeType> settlements) {
		boolean any = false;
		for (Map.Entry<Delivery, AcknowledgeType> settlement : settlements.entrySet()) {
			if (this.held.remove(settlement.getKey())) {
				acknowledge(settlement.getKey(), settlement.getValue());
				any = true;
			}
		}
		if (any) {
			commit();
		}
	}

	private void acknowledge(Delivery delivery, AcknowledgeType type) {
		try {
			this.consumer.acknowledge(delivery.record(), type);
		}
		catch (IllegalStateException ex) {
			logger.debug("{} got lost", type, ex);
			this.doubtful = true;
		}
	}

	private boolean commit() {
		try {
			Map<TopicIdPartition, Optional<KafkaException>> answers = this.consumer.commitSync();
			answers.values().forEach((error) -> error.ifPresent((ex) -> logger.debug("It was refused", ex)));
			this.doubtful |= answers.isEmpty() || !answers.values().stream().allMatch(Optional::isEmpty);
		}
		catch (IllegalStateException | org.apache.kafka.common.errors.TimeoutException ex) {
			logger.debug("It got lost", ex);
			this.doubtful = true;
		}
		return !this.doubtful;
	}

	/** Leaves the group; the broker gives to others what is still held. */
	@Override
	public void close() {
		this.consumer.close(LEAVE);
	}

}
