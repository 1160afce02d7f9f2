package io.ancho.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether there is space for what a part writes. On a full disk a start fails, and may
 * leave half-written files behind.
 *
 * @param folder where it writes; it need not exist yet
 * @param needed the fewest bytes that must be free for a start
 */
record DiskSpace(Path folder, long needed) {

	/** For what is not known to write much. */
	static final long ANY = 0;

	/** Some segments of a log, and room to put memory's content in order on the disk. */
	static final long OF_MIDDLEWARE = 256L << 20;

	boolean suffices() throws IOException {
		return this.needed == ANY || free() >= this.needed;
	}

	/**
	 * What is wrong and what would help, for a person.
	 */
	String shortage() throws IOException {
		return "waits for disk space: %d MiB are free at %s, %d MiB are needed".formatted(free() >> 20, this.folder,
				this.needed >> 20);
	}

	private long free() throws IOException {
		Path there = this.folder.toAbsolutePath();
		for (Path parent = there.getParent(); parent != null && Files.notExists(there); parent = there.getParent()) {
			there = parent;
		}
		return Files.getFileStore(there).getUsableSpace();
	}

}
