package io.ancho.stats.results;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The header of an {@code .npy} file, version 1.0
 * (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
 */
final class NpyHeader {

	private static final byte[] MAGIC = { (byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0 };

	private static final int ALIGNMENT = 64;

	private NpyHeader() {
	}

	/**
	 * A header of little-endian values in C order.
	 * @param type NumPy's name of the type, such as {@code <f8}
	 * @param shape the shape as Python writes a tuple, such as {@code (3,)}
	 * @return the bytes before the first value
	 */
	static byte[] of(String type, String shape) {
		String fields = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }";
		int length = MAGIC.length + Short.BYTES + fields.length() + 1;
		String padded = fields + " ".repeat((ALIGNMENT - length % ALIGNMENT) % ALIGNMENT) + "\n";
		return ByteBuffer.allocate(MAGIC.length + Short.BYTES + padded.length())
			.order(ByteOrder.LITTLE_ENDIAN)
			.put(MAGIC)
			.putShort((short) padded.length())
			.put(padded.getBytes(StandardCharsets.US_ASCII))
			.array();
	}

}
