package io.ancho.localstack.mesos.master;

import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * A scheduler's open event stream. No method blocks or throws: a sink whose reader has
 * gone says so to the master by itself.
 */
public interface EventSink {

	void send(Event event);

	/** Ends the stream after what was sent. */
	void end();

	/** Breaks the connection, without the mark that says the stream is complete. */
	void abort();

}
