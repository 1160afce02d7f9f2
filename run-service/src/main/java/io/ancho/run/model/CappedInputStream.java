package io.ancho.run.model;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream that refuses to give more than a number of bytes, so that nothing small can
 * unpack to something endless.
 */
final class CappedInputStream extends FilterInputStream {

	private long left;

	CappedInputStream(InputStream in, long max) {
		super(in);
		this.left = max;
	}

	@Override
	public int read() throws IOException {
		int b = super.read();
		count((b >= 0) ? 1 : 0);
		return b;
	}

	@Override
	public int read(byte[] buffer, int offset, int length) throws IOException {
		int n = super.read(buffer, offset, length);
		count(Math.max(0, n));
		return n;
	}

	@Override
	public long skip(long n) throws IOException {
		long skipped = super.skip(n);
		count(skipped);
		return skipped;
	}

	@Override
	public boolean markSupported() {
		return false;
	}

	private void count(long bytes) {
		this.left -= bytes;
		if (this.left < 0) {
			throw new InvalidModelException("the archive unpacks to far more than an archive of its size may");
		}
	}

}
