package io.ancho.run.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.apache.commons.compress.archivers.tar.TarUtils;

/**
 * Writes the header of a file or an empty folder in a normalised archive: POSIX ustar,
 * mode 0755 of folders and of what its owner may execute, else 0644; everything else
 * about its past left at zero. Byte for byte what Python's {@code tarfile} writes as
 * {@code USTAR_FORMAT}.
 */
final class UstarHeader {

	private static final int NAME_BYTES = 100;

	private static final int PREFIX_BYTES = 155;

	private UstarHeader() {
	}

	/**
	 * The header of a file.
	 * @param path its path
	 * @param size in bytes
	 * @param isExecutable whether its owner may execute it
	 * @return 512 bytes
	 */
	static byte[] of(String path, long size, boolean isExecutable) {
		return of(path, size, isExecutable ? "0000755" : "0000644", '0');
	}

	/**
	 * The header of an empty folder.
	 * @param path its path, a slash at its end
	 * @return 512 bytes
	 */
	static byte[] ofFolder(String path) {
		return of(path, 0, "0000755", '5');
	}

	private static byte[] of(String path, long size, String mode, char type) {
		byte[] header = new byte[512];
		int split = split(path);
		put(header, 0, path.substring((split < 0) ? 0 : split + 1));
		put(header, 345, (split < 0) ? "" : path.substring(0, split));
		put(header, 100, mode);
		put(header, 108, "0000000");
		put(header, 116, "0000000");
		put(header, 124, String.format("%011o", size));
		put(header, 136, "00000000000");
		header[156] = (byte) type;
		put(header, 257, "ustar");
		put(header, 263, "00");
		Arrays.fill(header, 148, 156, (byte) ' ');
		TarUtils.formatCheckSumOctalBytes(TarUtils.computeCheckSum(header), header, 148, 8);
		return header;
	}

	/**
	 * The slash to split a long path at: the first that leaves both parts short enough.
	 */
	private static int split(String path) {
		if (bytes(path) <= NAME_BYTES) {
			return -1;
		}
		for (int slash = path.indexOf('/'); slash > 0
				&& slash < path.length() - 1; slash = path.indexOf('/', slash + 1)) {
			if (bytes(path.substring(0, slash)) <= PREFIX_BYTES && bytes(path.substring(slash + 1)) <= NAME_BYTES) {
				return slash;
			}
		}
		throw EntryPath.refused(path, "has too long a path: 100 bytes for the name and 155 for its folder at most");
	}

	private static int bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8).length;
	}

	private static void put(byte[] header, int offset, String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		System.arraycopy(bytes, 0, header, offset, bytes.length);
	}

}
