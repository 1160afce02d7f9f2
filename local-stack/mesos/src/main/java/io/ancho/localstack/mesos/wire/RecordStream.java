package io.ancho.localstack.mesos.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import org.apache.mesos.v1.scheduler.Protos.Event;

import io.ancho.localstack.mesos.master.EventSink;

/**
 * An event stream in RecordIO: each record is its length in decimal, a newline, and the
 * bytes. A thread of its own writes it, so that a slow reader delays nobody else.
 */
final class RecordStream implements EventSink {

	private final WireFormat format;

	/** Events to write; an empty one ends the stream. */
	private final BlockingQueue<Optional<Event>> queue = new LinkedBlockingQueue<>();

	private volatile boolean aborted;

	RecordStream(WireFormat format) {
		this.format = format;
	}

	@Override
	public void send(Event event) {
		this.queue.add(Optional.of(event));
	}

	@Override
	public void abort() {
		this.aborted = true;
		this.queue.add(Optional.empty());
	}

	@Override
	public void end() {
		this.queue.add(Optional.empty());
	}

	/**
	 * Writes until the stream is ended or its reader has gone.
	 * @param out the response's body
	 * @return whether the stream was ended in order
	 */
	boolean writeTo(OutputStream out) {
		try {
			for (Optional<Event> event = this.queue.take(); event.isPresent()
					&& !this.aborted; event = this.queue.take()) {
				out.write(record(event.get()));
				out.flush();
			}
			return !this.aborted;
		}
		catch (IOException ex) {
			// The reader has gone, which the caller learns by the return.
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private byte[] record(Event event) {
		byte[] body = this.format.write(event);
		byte[] length = (body.length + "\n").getBytes(StandardCharsets.US_ASCII);
		byte[] record = new byte[length.length + body.length];
		System.arraycopy(length, 0, record, 0, length.length);
		System.arraycopy(body, 0, record, length.length, body.length);
		return record;
	}

}
