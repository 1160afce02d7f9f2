package io.ancho.worker.python;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * The output of a process, read with patience. It ends with the process, whoever else
 * holds the other end of the pipe.
 */
final class PatientStream extends InputStream {

	private static final long SHORTEST = Duration.ofNanos(20_000).toNanos();

	private static final long LONGEST = Duration.ofMillis(4).toNanos();

	private final Process process;

	private final InputStream output;

	private @Nullable Patience patience;

	/** Null from the moment a reply has begun. */
	private @Nullable Duration whole;

	PatientStream(Process process) {
		this.process = process;
		this.output = process.getInputStream();
	}

	/**
	 * Patience was lost.
	 */
	static final class LateException extends IOException {

	}

	/**
	 * What comes now is the reply to a request.
	 * @param patience how long to wait for its beginning
	 * @param whole how long for all the rest, however it comes
	 */
	void with(Patience patience, Duration whole) {
		this.patience = patience;
		this.whole = whole;
	}

	/** Whether a reply has begun that was not read to its end. */
	boolean hasBegun() {
		return this.whole == null;
	}

	private void begin() {
		if (this.whole != null) {
			this.patience = Patience.of(this.whole, System.nanoTime());
			this.whole = null;
		}
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xff;
	}

	@Override
	public int read(byte[] bytes, int from, int length) throws IOException {
		for (long pause = SHORTEST;; pause = Math.min(2 * pause, LONGEST)) {
			boolean alive = this.process.isAlive();
			int available = this.output.available();
			if (available > 0) {
				begin();
				return this.output.read(bytes, from, Math.min(length, available));
			}
			if (!alive) {
				return -1;
			}
			if (Thread.interrupted()) {
				throw new InterruptedIOException();
			}
			if (this.patience != null && this.patience.isOver(System.nanoTime())) {
				throw new LateException();
			}
			LockSupport.parkNanos(this, pause);
		}
	}

	@Override
	public int available() throws IOException {
		return this.output.available();
	}

}
