package io.ancho.stats.summary;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.function.ObjIntConsumer;

/**
 * Cuts what is written to it into pages that Cassandra takes, however long it is.
 */
final class SummaryPages extends OutputStream {

	/** Far below the largest message that Cassandra takes. */
	static final int PAGE_BYTES = 512 * 1024;

	/** So many pages of one partition are 32 MiB. */
	private static final int BUCKET_PAGES = 64;

	private final ObjIntConsumer<ByteBuffer> store;

	private final byte[] page = new byte[PAGE_BYTES];

	private int filled;

	private int pages;

	private long bytes;

	/**
	 * Pages of one document.
	 * @param store stores a page, given its index
	 */
	SummaryPages(ObjIntConsumer<ByteBuffer> store) {
		this.store = store;
	}

	/**
	 * The partition of a page.
	 * @param page its index
	 * @return the bucket, from 0
	 */
	static int bucket(int page) {
		return page / BUCKET_PAGES;
	}

	@Override
	public void write(int b) throws IOException {
		write(new byte[] { (byte) b }, 0, 1);
	}

	@Override
	public void write(byte[] from, int offset, int length) throws IOException {
		for (int done = 0; done < length;) {
			if (this.filled == this.page.length) {
				storePage();
			}
			int part = Math.min(length - done, this.page.length - this.filled);
			System.arraycopy(from, offset + done, this.page, this.filled, part);
			this.filled += part;
			done += part;
		}
	}

	@Override
	public void close() {
		if (this.filled > 0) {
			storePage();
		}
	}

	private void storePage() {
		this.store.accept(ByteBuffer.wrap(this.page.clone(), 0, this.filled), this.pages);
		this.pages++;
		this.bytes += this.filled;
		this.filled = 0;
	}

	/** How many pages were stored. */
	int pages() {
		return this.pages;
	}

	/** How many bytes they hold. */
	long bytes() {
		return this.bytes;
	}

}
