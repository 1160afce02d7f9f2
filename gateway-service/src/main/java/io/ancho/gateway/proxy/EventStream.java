package io.ancho.gateway.proxy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server-sent events on their way to a client, each sent at once. While there are none, a
 * comment now and then shows whether the client is still there; only writing can tell.
 */
class EventStream implements Sink, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(EventStream.class);

	private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

	private final OutputStream out;

	private final Runnable whenGone;

	private final List<Runnable> whenClosed = new ArrayList<>();

	private boolean closed;

	private boolean written;

	/** How many line ends came last; two end an event. A stream begins between events. */
	private int lineEnds = 2;

	/**
	 * A stream to a client.
	 * @param out writes to the client
	 * @param whenGone called when the client is found gone
	 */
	EventStream(OutputStream out, Runnable whenGone) {
		this.out = out;
		this.whenGone = whenGone;
	}

	void whenClosed(Runnable action) {
		this.whenClosed.add(action);
	}

	@Override
	public synchronized void write(byte[] buffer, int length) {
		try {
			this.out.write(buffer, 0, length);
			this.out.flush();
		}
		catch (IOException ex) {
			throw new ClientGoneException(ex);
		}
		this.written = true;
		for (int i = Math.max(0, length - 2); i < length; i++) {
			this.lineEnds = (buffer[i] == '\n') ? this.lineEnds + 1 : 0;
		}
	}

	/** Sends a comment if nothing was sent since the last beat. */
	synchronized void beat() {
		if (!this.closed && !this.written && this.lineEnds >= 2) {
			try {
				this.out.write(COMMENT);
				this.out.flush();
			}
			catch (IOException ex) {
				logger.debug("The client of an event stream is gone", ex);
				this.whenGone.run();
			}
		}
		this.written = false;
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		this.whenClosed.forEach(Runnable::run);
	}

}
