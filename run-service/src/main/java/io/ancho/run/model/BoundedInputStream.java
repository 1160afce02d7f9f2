package io.ancho.run.model;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The next bytes of a stream, as a stream of their own. If the stream has fewer, reading
 * fails.
 */
final class BoundedInputStream extends InputStream {

	private final InputStream in;

	private long left;

	BoundedInputStream(InputStream in, long length) {
		this.in = in;
		this.left = length;
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xff;
	}

	@Override
	public int read(byte[] buffer, int offset, int length) throws IOException {
		if (this.left == 0) {
			return -1;
		}
		int n = this.in.read(buffer, offset, (int) Math.min(length, this.left));
		if (n < 0) {
			throw new EOFException("the tar ends early");
		}
		this.left -= n;
		return n;
	}

}
