package io.ancho.run.model;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code .tar.gz}: ustar, with pax and GNU long names. Links, devices and sparse
 * files are refused.
 */
final class TarGz {

	private static final int BLOCK = 512;

	/** No honest name needs more. */
	private static final int MAX_EXTENSION = 64 * 1024;

	private final InputStream in;

	private final ArchiveContents contents;

	private Map<String, String> pax = Map.of();

	private @Nullable String longName;

	private TarGz(InputStream in, ArchiveContents contents) {
		this.in = in;
		this.contents = contents;
	}

	static void read(Path archive, ArchiveLimits limits, ArchiveContents contents) throws IOException {
		try (InputStream file = Files.newInputStream(archive);
				InputStream in = new CappedInputStream(
						new BufferedInputStream(new GZIPInputStream(file, 32 * 1024), 32 * 1024),
						limits.maxTarBytes())) {
			new TarGz(in, contents).readEntries();
		}
	}

	private void readEntries() throws IOException {
		for (TarHeader header = next(); header != null; header = next()) {
			switch (header.type()) {
				case 'x' -> this.pax = PaxRecords.parse(extension(header));
				case 'L' -> this.longName = text(extension(header));
				case 'g', 'K' -> extension(header);
				default -> readEntry(header);
			}
		}
	}

	private void readEntry(TarHeader header) throws IOException {
		String path = path(header);
		long size = this.pax.containsKey("size") ? PaxRecords.size(this.pax) : header.size();
		PaxRecords.refuseSparse(this.pax, path);
		this.pax = Map.of();
		this.longName = null;
		switch (header.type()) {
			case '0', '\0', '7' -> readFile(path, size);
			case '5' -> skip(size);
			case '1', '2' -> throw new InvalidModelException("the archive's entry '" + path
					+ "' is a link; put the file itself there (tar --dereference --hard-dereference)");
			default -> throw new InvalidModelException("the archive's entry '" + path + "' is not a regular file");
		}
	}

	private void readFile(String path, long size) throws IOException {
		if (path.endsWith("/")) {
			skip(size);
			return;
		}
		this.contents.add(path, new BoundedInputStream(this.in, size));
		this.in.skipNBytes(padding(size));
	}

	private String path(TarHeader header) {
		String path = this.pax.get("path");
		if (path != null) {
			return path;
		}
		return (this.longName != null) ? this.longName : header.path();
	}

	private @Nullable TarHeader next() throws IOException {
		byte[] block = this.in.readNBytes(BLOCK);
		if (block.length < BLOCK) {
			throw new EOFException("the tar ends early");
		}
		return TarHeader.parse(block);
	}

	private byte[] extension(TarHeader header) throws IOException {
		if (header.size() > MAX_EXTENSION) {
			throw new InvalidModelException("the archive has an extended header of more than 64 KiB");
		}
		byte[] data = this.in.readNBytes((int) header.size());
		this.in.skipNBytes(padding(header.size()));
		return data;
	}

	private void skip(long size) throws IOException {
		this.in.skipNBytes(size + padding(size));
	}

	private static long padding(long size) {
		return (BLOCK - size % BLOCK) % BLOCK;
	}

	private static String text(byte[] data) {
		String text = new String(data, StandardCharsets.UTF_8);
		int end = text.indexOf('\0');
		return (end >= 0) ? text.substring(0, end) : text;
	}

}
