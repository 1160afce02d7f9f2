package io.ancho.worker.queue;

import io.ancho.telemetry.Traces;
import io.ancho.worker.chunk.ChunkExecution;

/**
 * What all lanes share.
 *
 * @param dispatcher takes records from the queue and settles them
 * @param execution executes chunks
 * @param deadLetters where unreadable and hopeless chunks go
 * @param executor the executor's id
 * @param traces the traces that chunks belong to
 * @param deliveryLimit how often a chunk is delivered before it is not begun any more
 */
record LaneContext(Dispatcher dispatcher, ChunkExecution execution, DeadLetters deadLetters, String executor,
		Traces traces, int deliveryLimit) {
}
