package io.ancho.worker.python;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where a lane receives outputs: memory outside the heap, kept from chunk to chunk and
 * grown as needed. What {@link #read} returned is valid until it is called again.
 */
public final class ReplyBuffer {

	private static final int PIECE = 64 * 1024;

	private static final int SMALLEST = 1 << 20;

	private final byte[] piece = new byte[PIECE];

	private ByteBuffer memory = ByteBuffer.allocateDirect(0);

	/**
	 * Reads exactly so many bytes.
	 * @param in where from
	 * @param length how many
	 * @return the bytes, little-endian, from position 0 to the limit
	 * @throws IOException if there are fewer
	 */
	ByteBuffer read(InputStream in, int length) throws IOException {
		ByteBuffer target = ofSize(length);
		while (target.hasRemaining()) {
			int n = in.read(this.piece, 0, Math.min(PIECE, target.remaining()));
			if (n < 0) {
				throw new EOFException("the stream ended " + target.remaining() + " bytes short");
			}
			target.put(this.piece, 0, n);
		}
		return target.flip();
	}

	/**
	 * Outputs of sequences that have none.
	 * @param count how many doubles
	 * @return so many NaN
	 */
	ByteBuffer nan(int count) {
		ByteBuffer target = ofSize(Math.multiplyExact(count, Double.BYTES));
		while (target.hasRemaining()) {
			target.putDouble(Double.NaN);
		}
		return target.flip();
	}

	private ByteBuffer ofSize(int length) {
		if (this.memory.capacity() < length) {
			int size = Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, length - 1)) << 1);
			this.memory = ByteBuffer.allocateDirect(0);
			this.memory = ByteBuffer.allocateDirect(size);
		}
		return this.memory.duplicate().order(ByteOrder.LITTLE_ENDIAN).clear().limit(length);
	}

}
