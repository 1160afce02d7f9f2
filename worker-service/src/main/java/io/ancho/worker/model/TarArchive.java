package io.ancho.worker.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/**
 * A normalised model archive: a ustar of regular files and empty folders alone. Anything
 * else in it, a link, a device, a path that leads elsewhere, is refused. Of a file's mode
 * nothing is kept but whether its owner may execute it.
 *
 * @see <a href=
 * "https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html">POSIX, ustar
 * Interchange Format</a>
 */
final class TarArchive {

	private static final int BLOCK = 512;

	private static final int OWNER_EXECUTES = 0100;

	private final InputStream in;

	private final long maxBytes;

	private final int maxFiles;

	private long bytes;

	private int files;

	TarArchive(InputStream in, long maxBytes, int maxFiles) {
		this.in = in;
		this.maxBytes = maxBytes;
		this.maxFiles = maxFiles;
	}

	/**
	 * Writes every file below a folder and reads the archive to its end.
	 * @param folder an existing, empty folder
	 * @throws IOException if the archive is none, is cut short, or holds what it must not
	 */
	void unpack(Path folder) throws IOException {
		byte[] header = this.in.readNBytes(BLOCK);
		while (header.length == BLOCK && header[0] != 0) {
			unpack(header, folder);
			header = this.in.readNBytes(BLOCK);
		}
		if (header.length < BLOCK) {
			throw new IOException("the archive is cut short");
		}
		this.in.transferTo(OutputStream.nullOutputStream());
	}

	private void unpack(byte[] header, Path folder) throws IOException {
		String name = name(header);
		boolean isFolder = header[156] == '5';
		if (!isFolder && header[156] != '0' && header[156] != 0) {
			throw new IOException(name + " in the archive is not a regular file");
		}
		Path file = folder.resolve(name).normalize();
		if (name.startsWith("/") || !file.startsWith(folder) || file.equals(folder)) {
			throw new IOException(name + " in the archive leads out of it");
		}
		long size = size(header, name);
		this.bytes += size;
		if (this.bytes > this.maxBytes || ++this.files > this.maxFiles) {
			throw new IOException(
					"the archive holds more than %d bytes or %d files".formatted(this.maxBytes, this.maxFiles));
		}
		Files.createDirectories(isFolder ? file : file.getParent());
		if (isFolder) {
			return;
		}
		copy(file, size);
		Files.setPosixFilePermissions(file, mode(header, name));
		// Read, not skipped: a digest on the way sees only what is read.
		this.in.readNBytes((int) ((BLOCK - size % BLOCK) % BLOCK));
	}

	private void copy(Path file, long size) throws IOException {
		try (OutputStream out = Files.newOutputStream(file)) {
			byte[] piece = new byte[8192];
			for (long left = size; left > 0;) {
				int n = this.in.read(piece, 0, (int) Math.min(piece.length, left));
				if (n < 0) {
					throw new IOException("the archive is cut short in " + file.getFileName());
				}
				out.write(piece, 0, n);
				left -= n;
			}
		}
	}

	private static String name(byte[] header) {
		String prefix = text(header, 345, 155);
		String name = text(header, 0, 100);
		return prefix.isEmpty() ? name : prefix + "/" + name;
	}

	private static long size(byte[] header, String name) throws IOException {
		return octal(header, 124, 12, name, "size");
	}

	private static Set<PosixFilePermission> mode(byte[] header, String name) throws IOException {
		boolean isExecutable = (octal(header, 100, 8, name, "mode") & OWNER_EXECUTES) != 0;
		return PosixFilePermissions.fromString(isExecutable ? "rwxr-xr-x" : "rw-r--r--");
	}

	private static long octal(byte[] header, int from, int length, String name, String what) throws IOException {
		try {
			return Long.parseLong(text(header, from, length).strip(), 8);
		}
		catch (NumberFormatException ex) {
			throw new IOException(name + " in the archive has no " + what, ex);
		}
	}

	private static String text(byte[] header, int from, int length) {
		byte[] field = Arrays.copyOfRange(header, from, from + length);
		int end = 0;
		while (end < field.length && field[end] != 0) {
			end++;
		}
		return new String(field, 0, end, StandardCharsets.UTF_8);
	}

}
