package io.ancho.telemetry;

import java.nio.charset.StandardCharsets;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The traces that Kafka's records carry on.
 */
public final class RecordTraces {

	private RecordTraces() {
	}

	/**
	 * The trace that a record belongs to.
	 * @param record as it was read
	 * @return as it was sent, or null if it belongs to none
	 */
	public static @Nullable String of(ConsumerRecord<?, ?> record) {
		Header header = record.headers().lastHeader(Traces.HEADER);
		return (header != null) ? new String(header.value(), StandardCharsets.US_ASCII) : null;
	}

	/**
	 * Has a record carry a trace on.
	 * @param <T> its value
	 * @param record that is to be sent
	 * @param trace the trace; null for none
	 * @return the same record
	 */
	public static <T> ProducerRecord<String, T> with(ProducerRecord<String, T> record, @Nullable String trace) {
		if (trace != null) {
			record.headers().add(Traces.HEADER, trace.getBytes(StandardCharsets.US_ASCII));
		}
		return record;
	}

}
