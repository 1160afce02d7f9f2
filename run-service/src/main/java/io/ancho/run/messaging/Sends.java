package io.ancho.run.messaging;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.ancho.events.Json;
import io.ancho.leadership.Lease;
import io.ancho.telemetry.RecordTraces;
import io.ancho.telemetry.Traces;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/**
 * Sends events and waits until the broker has them. Only the leader sends.
 */
@Component
public class Sends {

	/** Longer than the producer's own limit, which ends every send. */
	private static final long SECONDS = 15;

	private final KafkaTemplate<String, byte[]> kafka;

	private final Lease lease;

	private final Traces traces;

	Sends(KafkaTemplate<String, byte[]> kafka, Lease lease, Traces traces) {
		this.kafka = kafka;
		this.lease = lease;
		this.traces = traces;
	}

	/**
	 * Sends events of one run, together.
	 * @param topic where to
	 * @param run the run's id, their key
	 * @param events in order
	 * @throws KafkaException if one of them cannot be sent; others may have been
	 */
	public void send(String topic, String run, List<?> events) {
		List<CompletableFuture<?>> sent = new ArrayList<>();
		this.lease.check();
		for (Object event : events) {
			sent.add(this.kafka.send(record(topic, null, run, event)));
		}
		await(CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)), topic);
	}

	/**
	 * How many partitions a topic has.
	 * @param topic its name
	 * @return 1 or more
	 */
	public int partitions(String topic) {
		return this.kafka.partitionsFor(topic).size();
	}

	/**
	 * A chunk and where in its queue it belongs.
	 *
	 * @param partition the partition
	 * @param chunk the chunk
	 */
	public record Placed(int partition, Object chunk) {
	}

	/**
	 * Puts chunks of one run in a queue.
	 * @param queue the queue
	 * @param run the run's id, their key
	 * @param chunks in order
	 * @throws KafkaException if one of them cannot be sent; others may have been
	 */
	public void enqueue(String queue, String run, List<Placed> chunks) {
		List<CompletableFuture<?>> sent = new ArrayList<>();
		this.lease.check();
		for (Placed chunk : chunks) {
			sent.add(this.kafka.send(record(queue, chunk.partition(), run, chunk.chunk())));
		}
		await(CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)), queue);
	}

	private ProducerRecord<String, byte[]> record(String topic, @Nullable Integer partition, String run, Object value) {
		return RecordTraces.with(new ProducerRecord<>(topic, partition, run, Json.write(value)), this.traces.current());
	}

	private static void await(CompletableFuture<Void> sent, String topic) {
		try {
			sent.get(SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new KafkaException("interrupted while sending to " + topic, ex);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new KafkaException("cannot send to " + topic, ex);
		}
	}

}
