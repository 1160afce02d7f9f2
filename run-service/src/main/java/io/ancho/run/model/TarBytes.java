package io.ancho.run.model;

import java.io.InputStream;

import org.apache.commons.io.input.ProxyInputStream;

/**
 * The bytes of a tar, so many at a time. What a tar has between its files is kept in
 * memory, and headers of headers are read by recursion, so that there must be an end to
 * them.
 */
final class TarBytes extends ProxyInputStream {

	/** No honest names and attributes need more. */
	static final int MAX_HEADERS = 64 * 1024;

	private long allowed;

	TarBytes(InputStream in) {
		super(in);
	}

	/**
	 * Says how much may be read before this is called again.
	 * @param bytes so many
	 */
	void allow(long bytes) {
		this.allowed = bytes;
	}

	@Override
	protected void afterRead(int n) {
		this.allowed -= Math.max(0, n);
		if (this.allowed < 0) {
			throw new InvalidModelException("the archive has an extended header of more than 64 KiB");
		}
	}

}
