package io.ancho.gateway.limit;

import java.io.IOException;

import io.ancho.gateway.problem.Problem;
import io.ancho.gateway.problem.ProblemException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;

import org.springframework.util.unit.DataSize;

/**
 * A body that ends the request with {@code too-large} at the first byte over its limit,
 * and with {@code too-slow} if the client takes too long to send it. How long the reader
 * takes does not count.
 */
class LimitedInputStream extends ServletInputStream {

	private final ServletInputStream in;

	private final DataSize limit;

	private final BodyRate rate;

	private long count;

	LimitedInputStream(ServletInputStream in, DataSize limit, BodyRate rate) {
		this.in = in;
		this.limit = limit;
		this.rate = rate;
	}

	static String message(DataSize limit) {
		return "the body of this request may have at most " + limit.toBytes() + " bytes";
	}

	@Override
	public int read() throws IOException {
		long start = System.nanoTime();
		int read = this.in.read();
		count((read >= 0) ? 1 : 0, System.nanoTime() - start);
		return read;
	}

	@Override
	public int read(byte[] buffer, int offset, int length) throws IOException {
		long start = System.nanoTime();
		int read = this.in.read(buffer, offset, length);
		count(read, System.nanoTime() - start);
		return read;
	}

	private void count(int read, long nanos) {
		this.count += Math.max(0, read);
		this.rate.check(this.count, nanos);
		if (this.count > this.limit.toBytes()) {
			throw new ProblemException(Problem.TOO_LARGE, message(this.limit));
		}
	}

	@Override
	public boolean isFinished() {
		return this.in.isFinished();
	}

	@Override
	public boolean isReady() {
		return this.in.isReady();
	}

	@Override
	public void setReadListener(ReadListener listener) {
		this.in.setReadListener(listener);
	}

}
