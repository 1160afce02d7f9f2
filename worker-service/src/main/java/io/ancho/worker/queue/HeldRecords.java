package io.ancho.worker.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;

import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.internals.ShareConsumerDelegate;
import org.apache.kafka.clients.consumer.internals.ShareConsumerImpl;
import org.apache.kafka.clients.consumer.internals.ShareFetch;
import org.apache.kafka.clients.consumer.internals.ShareInFlightBatch;
import org.apache.kafka.common.TopicIdPartition;

/**
 * The records that a share consumer has been given and not yet settled. For the
 * consumer's thread.
 * <p>
 * Kafka's client (4.2) returns no new record before all that it returned earlier are
 * settled: its poll throws, or returns those that were renewed and no others. A consumer
 * would then serve a single slot, and a share group has 1,000 members at most. The broker
 * knows no such rule: a member may acquire records while it holds others, and settles
 * each by its offset. So what the client has in hand is kept here while it polls, and
 * given back to it for settling and renewing. The client has no door for that; this goes
 * through its private fields, and its class fails to load, saying so, with a client that
 * has others.
 */
final class HeldRecords {

	private static final VarHandle DELEGATE;

	private static final VarHandle IN_HAND;

	private static final VarHandle BATCHES;

	static {
		try {
			DELEGATE = field(KafkaShareConsumer.class, "delegate", ShareConsumerDelegate.class);
			IN_HAND = field(ShareConsumerImpl.class, "currentFetch", ShareFetch.class);
			BATCHES = field(ShareFetch.class, "batches", Map.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(
					"this version of kafka-clients holds records otherwise than 4.2: adapt HeldRecords to it", ex);
		}
	}

	private final ShareConsumerImpl<String, byte[]> consumer;

	private final ShareFetch<String, byte[]> held = ShareFetch.empty();

	@SuppressWarnings("unchecked")
	HeldRecords(KafkaShareConsumer<String, byte[]> consumer) {
		this.consumer = (ShareConsumerImpl<String, byte[]>) DELEGATE.get(consumer);
	}

	private static VarHandle field(Class<?> type, String name, Class<?> value) throws ReflectiveOperationException {
		return MethodHandles.privateLookupIn(type, MethodHandles.lookup()).findVarHandle(type, name, value);
	}

	/** Empties the consumer's hand, so that it can be polled. */
	void layDown() {
		IN_HAND.set(this.consumer, ShareFetch.empty());
	}

	/** Gives the consumer all that it holds, with what it was polled for since. */
	@SuppressWarnings("unchecked")
	void pickUp() {
		Object polled = IN_HAND.get(this.consumer);
		if (polled != this.held) {
			// Counting forgets partitions of which nothing is held any more, and which
			// broker led them.
			this.held.numRecords();
			((Map<TopicIdPartition, ShareInFlightBatch<String, byte[]>>) BATCHES.get(polled)).forEach(this.held::add);
			IN_HAND.set(this.consumer, this.held);
		}
	}

	/** Makes the records whose renewal the broker has confirmed ready to be settled. */
	void takeRenewed() {
		this.held.takeRenewedRecords();
	}

}
