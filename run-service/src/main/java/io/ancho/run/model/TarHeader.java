package io.ancho.run.model;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * The header of a tar's entry (POSIX.1-1988 ustar, and GNU's numbers in base 256).
 *
 * @param path the entry's path
 * @param size bytes of its content
 * @param type its type flag
 */
record TarHeader(String path, long size, char type) {

	/**
	 * Reads a header.
	 * @param block 512 bytes
	 * @return the header, or null for the block of zeros that ends a tar
	 * @throws InvalidModelException if the block is not a header
	 */
	static @Nullable TarHeader parse(byte[] block) {
		long sum = checksum(block);
		if (sum == 8 * ' ') {
			return null;
		}
		if (sum != number(block, 148, 8)) {
			throw damaged();
		}
		String name = text(block, 0, 100);
		String prefix = isPosix(block) ? text(block, 345, 155) : "";
		String path = prefix.isEmpty() ? name : prefix + "/" + name;
		return new TarHeader(path, number(block, 124, 12), (char) block[156]);
	}

	/** The sum of all bytes, the checksum's own field taken as spaces. */
	static long checksum(byte[] block) {
		long sum = 0;
		for (int i = 0; i < block.length; i++) {
			sum += (i >= 148 && i < 156) ? ' ' : block[i] & 0xff;
		}
		return sum;
	}

	private static boolean isPosix(byte[] block) {
		return text(block, 257, 6).equals("ustar");
	}

	private static String text(byte[] block, int offset, int length) {
		int end = offset;
		while (end < offset + length && block[end] != 0) {
			end++;
		}
		return new String(block, offset, end - offset, StandardCharsets.UTF_8);
	}

	private static long number(byte[] block, int offset, int length) {
		if ((block[offset] & 0x80) != 0) {
			return base256(block, offset, length);
		}
		String digits = text(block, offset, length).strip();
		try {
			return digits.isEmpty() ? 0 : Long.parseUnsignedLong(digits, 8);
		}
		catch (NumberFormatException ex) {
			throw damaged();
		}
	}

	private static long base256(byte[] block, int offset, int length) {
		long value = block[offset] & 0x7f;
		for (int i = offset + 1; i < offset + length; i++) {
			if (value >= 1L << 54) {
				throw damaged();
			}
			value = (value << 8) | (block[i] & 0xff);
		}
		return value;
	}

	private static InvalidModelException damaged() {
		return new InvalidModelException("the archive is damaged: it holds a tar header that is not one");
	}

}
