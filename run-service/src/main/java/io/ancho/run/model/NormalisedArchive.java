package io.ancho.run.model;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * A model's archive in its one form: the same files always give the same bytes. It is the
 * gzipped tar that executors get.
 *
 * @param id the digest of the tar before compression
 * @param sizeBytes bytes of the tar before compression
 * @param file a temporary file with the gzipped tar, deleted on closing
 */
record NormalisedArchive(ModelId id, long sizeBytes, Path file) implements AutoCloseable {

	private static final int BLOCK = 512;

	/**
	 * Writes the files below a folder, and its empty folders.
	 * @param contents the files
	 * @param folder the folder of {@code ancho.toml}, empty or ending in a slash
	 * @return the archive
	 * @throws IOException if the disk refuses
	 */
	static NormalisedArchive write(ArchiveContents contents, String folder) throws IOException {
		Path file = Files.createTempFile("ancho-model-", ".tar.gz");
		MessageDigest digest = sha256();
		long size = 0;
		try (OutputStream out = new DigestOutputStream(
				new GZIPOutputStream(new BufferedOutputStream(Files.newOutputStream(file)), 32 * 1024), digest)) {
			for (String path : sorted(contents, folder)) {
				size += write(contents, folder + path, path, out);
			}
			out.write(new byte[2 * BLOCK]);
		}
		return new NormalisedArchive(ModelId.ofDigest(HexFormat.of().formatHex(digest.digest())), size + 2 * BLOCK,
				file);
	}

	/** By the bytes of the path, which is also the order of code points. */
	private static List<String> sorted(ArchiveContents contents, String folder) {
		Comparator<String> order = (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8),
				b.getBytes(StandardCharsets.UTF_8));
		Stream<String> empty = contents.emptyFolders().stream().map((path) -> path + "/");
		return Stream.concat(contents.paths().stream(), empty)
			.filter((path) -> path.startsWith(folder) && path.length() > folder.length())
			.map((path) -> path.substring(folder.length()))
			.sorted(order)
			.toList();
	}

	private static long write(ArchiveContents contents, String from, String path, OutputStream out) throws IOException {
		if (path.endsWith("/")) {
			out.write(UstarHeader.ofFolder(path));
			return BLOCK;
		}
		return writeFile(contents, from, path, out);
	}

	private static long writeFile(ArchiveContents contents, String from, String path, OutputStream out)
			throws IOException {
		long length = contents.length(from);
		int padding = (int) ((BLOCK - length % BLOCK) % BLOCK);
		out.write(UstarHeader.of(path, length, contents.isExecutable(from)));
		contents.copyTo(from, out);
		out.write(new byte[padding]);
		return BLOCK + length + padding;
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every JDK has SHA-256", ex);
		}
	}

	@Override
	public void close() throws IOException {
		Files.deleteIfExists(this.file);
	}

}
