package io.ancho.run.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Reads a {@code .zip}.
 */
final class Zip {

	private Zip() {
	}

	static void read(Path archive, ArchiveLimits limits, ArchiveContents contents) throws IOException {
		ZipDirectory.check(archive, limits);
		try (ZipFile zip = new ZipFile(archive.toFile())) {
			for (ZipEntry entry : Collections.list(zip.entries())) {
				if (!entry.isDirectory()) {
					read(zip, entry, contents);
				}
			}
		}
	}

	private static void read(ZipFile zip, ZipEntry entry, ArchiveContents contents) throws IOException {
		try (InputStream in = zip.getInputStream(entry)) {
			contents.add(entry.getName(), in);
		}
	}

}
