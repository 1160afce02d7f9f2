package io.ancho.localstack.cassandra;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Segments of the commit log that were made and never written to. One that was made when
 * the disk was full can have half a header: Cassandra maps a file that has no blocks yet,
 * and the JVM skips what it cannot write. Such a segment would keep it from starting.
 */
final class UnusedSegments {

	/**
	 * The header and the first marker are shorter than this, and no mutation begins and
	 * ends before it.
	 */
	private static final int HEADER = 64;

	private UnusedSegments() {
	}

	/**
	 * Delete them, while no Cassandra runs.
	 * @param commitLog the folder; it need not exist
	 */
	static void delete(Path commitLog) throws IOException {
		if (Files.notExists(commitLog)) {
			return;
		}
		try (DirectoryStream<Path> segments = Files.newDirectoryStream(commitLog, "CommitLog-*.log")) {
			for (Path segment : segments) {
				if (isUnused(segment)) {
					Files.delete(segment);
				}
			}
		}
	}

	private static boolean isUnused(Path segment) throws IOException {
		byte[] buffer = new byte[64 << 10];
		try (InputStream in = Files.newInputStream(segment)) {
			in.skip(HEADER);
			for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
				for (int i = 0; i < count; i++) {
					if (buffer[i] != 0) {
						return false;
					}
				}
			}
			return true;
		}
	}

}
