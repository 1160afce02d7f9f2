package io.ancho.scheduler.mesos;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads RecordIO: each record is its length in decimal, a newline, and the bytes.
 */
final class RecordReader {

	private static final int LONGEST = 64 * 1024 * 1024;

	private final InputStream in;

	RecordReader(InputStream in) {
		this.in = in;
	}

	/**
	 * The next record; blocks until it is complete.
	 * @return the record, or empty at the end of the stream
	 * @throws IOException if the stream breaks, or is not RecordIO
	 */
	Optional<byte[]> next() throws IOException {
		int first = this.in.read();
		if (first < 0) {
			return Optional.empty();
		}
		int length = length(first);
		byte[] record = this.in.readNBytes(length);
		if (record.length < length) {
			throw new EOFException("the stream ended within a record");
		}
		return Optional.of(record);
	}

	private int length(int first) throws IOException {
		long length = 0;
		for (int c = first; c != '\n'; c = this.in.read()) {
			if (c < 0) {
				throw new EOFException("the stream ended within a record's length");
			}
			length = length * 10 + (c - '0');
			if (c < '0' || c > '9' || length > LONGEST) {
				throw new IOException("not a record's length: " + length + " then byte " + c);
			}
		}
		return (int) length;
	}

}
