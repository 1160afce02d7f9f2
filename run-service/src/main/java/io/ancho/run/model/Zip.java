package io.ancho.run.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;

import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Reads a {@code .zip}, stored or deflated. Links, devices and encrypted files are
 * refused.
 */
final class Zip {

	/** By its owner; a zip made elsewhere than on Unix says nothing of it. */
	private static final int EXECUTABLE = 0100;

	private Zip() {
	}

	static void read(Path archive, ArchiveLimits limits, ArchiveContents contents) throws IOException {
		try (ZipChannel channel = ZipChannel.open(archive); ZipFile zip = open(channel, limits)) {
			List<ZipArchiveEntry> entries = Collections.list(zip.getEntries());
			limits.checkFiles(entries.size() / 2);
			for (ZipArchiveEntry entry : entries) {
				read(zip, entry, contents);
			}
		}
	}

	private static ZipFile open(ZipChannel channel, ArchiveLimits limits) throws IOException {
		channel.allow(limits.maxZipDirectoryBytes());
		ZipFile zip = ZipFile.builder().setSeekableByteChannel(channel).setIgnoreLocalFileHeader(true).get();
		channel.allow(Long.MAX_VALUE);
		return zip;
	}

	private static void read(ZipFile zip, ZipArchiveEntry entry, ArchiveContents contents) throws IOException {
		String path = new String(entry.getRawName(), StandardCharsets.UTF_8);
		check(entry, path);
		if (path.endsWith("/")) {
			contents.addFolder(path);
			return;
		}
		try (InputStream in = zip.getInputStream(entry)) {
			contents.add(path, in, (entry.getUnixMode() & EXECUTABLE) != 0);
		}
	}

	private static void check(ZipArchiveEntry entry, String path) {
		int type = entry.getUnixMode() & UnixStat.FILE_TYPE_FLAG;
		if (type != 0 && type != UnixStat.FILE_FLAG && type != UnixStat.DIR_FLAG) {
			throw EntryPath.refused(path, "is a link or a device; put the file itself there");
		}
		if (entry.getGeneralPurposeBit().usesEncryption()) {
			throw EntryPath.refused(path, "is encrypted; pack it without a password");
		}
		if (entry.getMethod() != ZipEntry.STORED && entry.getMethod() != ZipEntry.DEFLATED) {
			throw EntryPath.refused(path,
					"is neither stored nor deflated; pack it as zip does by itself, or as .tar.gz");
		}
	}

}
