package io.ancho.worker.queue;

import io.ancho.worker.chunk.ChunkExecution;
import io.micrometer.core.instrument.Counter;

/**
 * What all lanes share.
 *
 * @param queues opens the lane's place in the share group
 * @param execution executes chunks
 * @param deadLetters where unreadable and hopeless chunks go
 * @param deliveryLimit how often the broker delivers a record
 * @param renewals counts renewed locks
 */
record LaneContext(ShareQueues queues, ChunkExecution execution, DeadLetters deadLetters, int deliveryLimit,
		Counter renewals) {
}
