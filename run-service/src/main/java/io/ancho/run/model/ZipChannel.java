package io.ancho.run.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;

/**
 * A zip's file, of which only so much is read: its directory is in memory at once, so
 * that it must not be larger than that of an honest archive.
 */
final class ZipChannel implements SeekableByteChannel {

	private final FileChannel file;

	private long allowed;

	private ZipChannel(FileChannel file) {
		this.file = file;
	}

	static ZipChannel open(Path file) throws IOException {
		return new ZipChannel(FileChannel.open(file));
	}

	/**
	 * Says how much may be read before this is called again.
	 * @param bytes so many
	 */
	void allow(long bytes) {
		this.allowed = bytes;
	}

	@Override
	public int read(ByteBuffer buffer) throws IOException {
		int n = this.file.read(buffer);
		this.allowed -= Math.max(0, n);
		if (this.allowed < 0) {
			throw new InvalidModelException("the archive has a directory far larger than its files may need");
		}
		return n;
	}

	@Override
	public long position() throws IOException {
		return this.file.position();
	}

	@Override
	public SeekableByteChannel position(long position) throws IOException {
		this.file.position(position);
		return this;
	}

	@Override
	public long size() throws IOException {
		return this.file.size();
	}

	@Override
	public int write(ByteBuffer buffer) {
		throw new NonWritableChannelException();
	}

	@Override
	public SeekableByteChannel truncate(long size) {
		throw new NonWritableChannelException();
	}

	@Override
	public boolean isOpen() {
		return this.file.isOpen();
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

}
