package io.ancho.run.model;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.io.input.BoundedInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code .tar.gz}: ustar, with pax and GNU long names. Links, devices and sparse
 * files are refused.
 */
final class TarGz {

	private static final int BUFFER_BYTES = 32 * 1024;

	/** By its owner. */
	private static final int EXECUTABLE = 0100;

	/** Attributes of an entry, its own and those of the whole tar. */
	private static final int MAX_ATTRIBUTES = 1000;

	/** What the reader of tars puts in the place of bytes that are not UTF-8. */
	private static final char REPLACED = '?';

	private TarGz() {
	}

	static void read(Path archive, ArchiveLimits limits, ArchiveContents contents) throws IOException {
		try (InputStream file = Files.newInputStream(archive);
				TarBytes bytes = new TarBytes(bounded(new GZIPInputStream(file, BUFFER_BYTES), limits));
				TarArchiveInputStream tar = new TarArchiveInputStream(bytes, StandardCharsets.UTF_8.name())) {
			for (TarArchiveEntry entry = next(tar, bytes); entry != null; entry = next(tar, bytes)) {
				check(entry);
				if (entry.isDirectory()) {
					contents.addFolder(entry.getName());
				}
				else {
					bytes.allow(entry.getSize());
					contents.add(entry.getName(), tar, (entry.getMode() & EXECUTABLE) != 0);
				}
			}
		}
	}

	private static @Nullable TarArchiveEntry next(TarArchiveInputStream tar, TarBytes bytes) throws IOException {
		bytes.allow(TarBytes.MAX_HEADERS);
		return tar.getNextEntry();
	}

	private static InputStream bounded(InputStream in, ArchiveLimits limits) throws IOException {
		return BoundedInputStream.builder()
			.setInputStream(new BufferedInputStream(in, BUFFER_BYTES))
			.setMaxCount(limits.maxTarBytes())
			.setOnMaxCount((max, count) -> {
				throw new InvalidModelException("the archive unpacks to far more than an archive of its size may");
			})
			.get();
	}

	private static void check(TarArchiveEntry entry) {
		if (!entry.isCheckSumOK()) {
			throw new InvalidModelException("the archive is damaged: it holds a tar header that is not one");
		}
		if (entry.getExtraPaxHeaders().size() > MAX_ATTRIBUTES) {
			throw refused(entry, "has more than " + MAX_ATTRIBUTES + " attributes");
		}
		if (entry.getName().indexOf(REPLACED) >= 0) {
			throw refused(entry, "has a '?' in its name, or a byte that is not UTF-8; rename it");
		}
		switch (entry.getLinkFlag()) {
			case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM, TarConstants.LF_CONTIG, TarConstants.LF_DIR -> {
			}
			case TarConstants.LF_LINK, TarConstants.LF_SYMLINK ->
				throw refused(entry, "is a link; put the file itself there (tar --dereference --hard-dereference)");
			default -> throw refused(entry, "is not a regular file");
		}
		if (entry.isSparse()) {
			throw refused(entry, "is a sparse file; pack it as it is");
		}
	}

	private static InvalidModelException refused(TarArchiveEntry entry, String why) {
		return EntryPath.refused(entry.getName(), why);
	}

}
