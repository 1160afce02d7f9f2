package io.ancho.run.model;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The central directory of a zip (APPNOTE.TXT, 4.3.12 and 4.3.16), read for what
 * {@link java.util.zip.ZipFile} does not tell: how much there is before it is all in
 * memory, and whether an entry is a Unix link or device.
 */
final class ZipDirectory {

	private static final int END_SIGNATURE = 0x06054b50;

	private static final int END_BYTES = 22;

	private static final int ENTRY_SIGNATURE = 0x02014b50;

	private static final int ENTRY_BYTES = 46;

	private static final int MAX_COMMENT = 65_535;

	private static final int MAX_ENTRY_BYTES = 1024;

	private static final int UNIX = 3;

	private static final int TYPE_MASK = 0170000;

	private static final int REGULAR = 0100000;

	private static final int DIRECTORY = 0040000;

	private ZipDirectory() {
	}

	/**
	 * Refuses a zip with too many entries, or with one that is no file or folder.
	 * @param archive the file
	 * @param limits how much it may hold
	 * @throws IOException if the file cannot be read
	 */
	static void check(Path archive, ArchiveLimits limits) throws IOException {
		try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "r")) {
			ByteBuffer end = end(file);
			int entries = end.getShort(10) & 0xffff;
			long size = end.getInt(12) & 0xffffffffL;
			long offset = end.getInt(16) & 0xffffffffL;
			limits.checkFiles(entries / 2);
			if (size > (long) MAX_ENTRY_BYTES * limits.maxFiles() || offset + size > file.length()) {
				throw damaged();
			}
			checkEntries(read(file, offset, (int) size), entries);
		}
	}

	private static void checkEntries(ByteBuffer directory, int entries) {
		int at = 0;
		for (int i = 0; i < entries; i++) {
			if (at + ENTRY_BYTES > directory.limit() || directory.getInt(at) != ENTRY_SIGNATURE) {
				throw damaged();
			}
			int nameLength = directory.getShort(at + 28) & 0xffff;
			if (at + ENTRY_BYTES + nameLength > directory.limit()) {
				throw damaged();
			}
			byte[] name = new byte[nameLength];
			directory.get(at + ENTRY_BYTES, name);
			checkEntry(directory, at, new String(name, StandardCharsets.UTF_8));
			at += ENTRY_BYTES + nameLength + (directory.getShort(at + 30) & 0xffff)
					+ (directory.getShort(at + 32) & 0xffff);
		}
	}

	private static void checkEntry(ByteBuffer directory, int at, String name) {
		int madeOn = directory.get(at + 5) & 0xff;
		int type = (directory.getInt(at + 38) >>> 16) & TYPE_MASK;
		boolean encrypted = (directory.getShort(at + 8) & 1) != 0;
		if (encrypted) {
			throw new InvalidModelException("the archive's entry '" + name + "' is encrypted");
		}
		if (madeOn == UNIX && type != 0 && type != REGULAR && type != DIRECTORY) {
			throw new InvalidModelException(
					"the archive's entry '" + name + "' is a link or a device; put the file itself there");
		}
	}

	private static ByteBuffer end(RandomAccessFile file) throws IOException {
		int tail = (int) Math.min(file.length(), END_BYTES + MAX_COMMENT);
		ByteBuffer bytes = read(file, file.length() - tail, tail);
		for (int at = tail - END_BYTES; at >= 0; at--) {
			if (bytes.getInt(at) == END_SIGNATURE && at + END_BYTES + (bytes.getShort(at + 20) & 0xffff) == tail) {
				return bytes.slice(at, END_BYTES).order(ByteOrder.LITTLE_ENDIAN);
			}
		}
		throw damaged();
	}

	private static ByteBuffer read(RandomAccessFile file, long offset, int length) throws IOException {
		byte[] bytes = new byte[length];
		file.seek(offset);
		file.readFully(bytes);
		return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
	}

	private static InvalidModelException damaged() {
		return new InvalidModelException("the archive is damaged: it is not a whole zip, or a zip64");
	}

}
