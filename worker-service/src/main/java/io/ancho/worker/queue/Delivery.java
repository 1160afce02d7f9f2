package io.ancho.worker.queue;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record that an executor holds: locked for it until it is settled, as often renewed as
 * it takes.
 */
final class Delivery {

	private final ConsumerRecord<String, byte[]> record;

	private final ShareQueue queue;

	/**
	 * A record that was taken.
	 * @param record the record
	 * @param queue the place in the share group that it was given to
	 */
	Delivery(ConsumerRecord<String, byte[]> record, ShareQueue queue) {
		this.record = record;
		this.queue = queue;
	}

	ConsumerRecord<String, byte[]> record() {
		return this.record;
	}

	boolean isFrom(ShareQueue other) {
		return this.queue == other;
	}

	/** How often the broker has delivered the record, this time included. */
	int count() {
		return this.record.deliveryCount().orElse((short) 1);
	}

}
