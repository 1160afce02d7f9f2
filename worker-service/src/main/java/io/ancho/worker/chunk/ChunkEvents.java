package io.ancho.worker.chunk;

import java.util.concurrent.ExecutionException;

import io.ancho.events.ChunkEvent;
import io.ancho.events.ChunkFailed.Cause;
import io.ancho.events.Json;
import io.ancho.events.Topics;
import io.ancho.worker.ImpedimentException;
import io.ancho.worker.InfrastructureException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/**
 * Reports to run-service.
 */
@Component
class ChunkEvents {

	private final KafkaTemplate<String, byte[]> kafka;

	ChunkEvents(KafkaTemplate<String, byte[]> kafka) {
		this.kafka = kafka;
	}

	/**
	 * Publishes an event and returns once all in-sync replicas have it.
	 * @throws ImpedimentException if the broker calls it invalid, such as too large
	 * @throws InfrastructureException if they do not within half a minute
	 * @throws InterruptedException if the executor stops
	 */
	void publish(ChunkEvent event) throws InterruptedException {
		try {
			this.kafka.send(Topics.CHUNK_RESULTS, event.run(), Json.write(event)).get();
		}
		catch (ExecutionException ex) {
			Throwable cause = NestedExceptionUtils.getMostSpecificCause(ex);
			if (isInvalid(cause)) {
				throw new ImpedimentException(Cause.OUTPUTS,
						"the report of a chunk is refused, for its outputs, targets or packages: " + cause.getMessage(),
						cause);
			}
			throw new InfrastructureException("cannot report to " + Topics.CHUNK_RESULTS, ex.getCause());
		}
		catch (KafkaException | org.springframework.kafka.KafkaException ex) {
			throw new InfrastructureException("cannot report to " + Topics.CHUNK_RESULTS, ex);
		}
	}

	/** What will be refused each time, wherever it is sent from. */
	private static boolean isInvalid(Throwable cause) {
		return cause instanceof RecordTooLargeException || cause instanceof RecordBatchTooLargeException
				|| cause instanceof InvalidRecordException || cause instanceof SerializationException;
	}

}
