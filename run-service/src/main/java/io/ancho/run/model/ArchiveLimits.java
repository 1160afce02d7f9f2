package io.ancho.run.model;

/**
 * How much an archive may hold.
 *
 * @param maxFiles the most files
 * @param maxUnpacked the most bytes of all files
 */
record ArchiveLimits(int maxFiles, long maxUnpacked) {

	/** Small archives of text compress well without being an attack. */
	private static final long RATIO_FLOOR = 16L * 1024 * 1024;

	static ArchiveLimits of(ModelProperties properties, long packedBytes) {
		long byRatio = Math.max(RATIO_FLOOR, packedBytes * properties.maxRatio());
		return new ArchiveLimits(properties.maxFiles(), Math.min(byRatio, properties.maxUnpacked().toBytes()));
	}

	void checkFiles(int files) {
		if (files > this.maxFiles) {
			throw new InvalidModelException(
					"the archive has more than " + this.maxFiles + " files; leave data out with .anchoignore");
		}
	}

	void checkUnpacked(long bytes) {
		if (bytes > this.maxUnpacked) {
			throw new InvalidModelException("the archive unpacks to more than " + (this.maxUnpacked >> 20)
					+ " MiB, the most for an archive of its size");
		}
	}

	/**
	 * The most bytes of a zip's directory: a kilobyte for each file, and the search for
	 * where it begins.
	 * @return a bound on what of it is ever read
	 */
	long maxZipDirectoryBytes() {
		return this.maxFiles * 1024L + 1024 * 1024;
	}

	/**
	 * The most bytes of a whole tar: its files, and a header and padding for each entry
	 * (directories among them).
	 * @return a bound on what is ever decompressed
	 */
	long maxTarBytes() {
		return this.maxUnpacked + this.maxFiles * 4096L + 1024 * 1024;
	}

}
