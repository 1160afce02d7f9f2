package io.ancho.run.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The files of an archive: their bytes one after the other in a temporary file, and where
 * each lies. Nothing is ever unpacked under a name that the archive chose.
 */
final class ArchiveContents implements AutoCloseable {

	private static final int COPY_BYTES = 64 * 1024;

	private final Path spool;

	private final FileChannel channel;

	private final ArchiveLimits limits;

	private final Map<String, Slice> files = new HashMap<>();

	/** Those that files are in. */
	private final Set<String> folders = new HashSet<>();

	/** Those with an entry of their own. */
	private final Set<String> declaredFolders = new HashSet<>();

	private long size;

	private record Slice(long offset, long length, boolean isExecutable) {
	}

	ArchiveContents(ArchiveLimits limits) throws IOException {
		this.limits = limits;
		this.spool = Files.createTempFile("ancho-model-", ".files");
		this.channel = FileChannel.open(this.spool, StandardOpenOption.READ, StandardOpenOption.WRITE,
				StandardOpenOption.DELETE_ON_CLOSE);
	}

	/**
	 * Takes a regular file in.
	 * @param rawPath its path as the archive has it
	 * @param content its bytes, read to their end
	 * @param isExecutable whether its owner may execute it
	 * @throws IOException if they cannot be read
	 * @throws UncheckedIOException if they cannot be kept
	 * @throws InvalidModelException if it is one file too many, too large, unsafe or
	 * there already
	 */
	void add(String rawPath, InputStream content, boolean isExecutable) throws IOException {
		String path = EntryPath.of(rawPath);
		long offset = this.size;
		this.limits.checkFiles(this.files.size() + 1);
		copy(content);
		if (this.files.put(path, new Slice(offset, this.size - offset, isExecutable)) != null) {
			throw new InvalidModelException("the archive has '" + EntryPath.shown(path) + "' twice");
		}
		addFoldersOf(path);
	}

	/**
	 * Takes a folder in, which matters if it is empty.
	 * @param rawPath its path as the archive has it
	 * @throws InvalidModelException if it is unsafe
	 */
	void addFolder(String rawPath) {
		String path = rawPath.replaceFirst("/+$", "");
		if (!path.isEmpty() && !path.equals(".")) {
			this.declaredFolders.add(EntryPath.of(path));
		}
	}

	private void addFoldersOf(String path) {
		for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
			this.folders.add(path.substring(0, slash));
		}
	}

	private void copy(InputStream content) throws IOException {
		byte[] buffer = new byte[COPY_BYTES];
		for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
			this.limits.checkUnpacked(this.size + n);
			keep(ByteBuffer.wrap(buffer, 0, n));
		}
	}

	private void keep(ByteBuffer bytes) {
		try {
			while (bytes.hasRemaining()) {
				this.size += this.channel.write(bytes, this.size);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("cannot keep an archive's files", ex);
		}
	}

	/**
	 * Checks that no path is both a file and a folder, and that no two are one on a
	 * machine whose file names know no case, or no ways to compose a letter.
	 */
	void checkConsistent() {
		this.declaredFolders.forEach(this::addFoldersOf);
		Set<String> entries = new HashSet<>(this.files.keySet());
		entries.addAll(emptyFolders());
		this.limits.checkFiles(entries.size());
		Map<String, String> folded = new HashMap<>();
		for (String path : entries) {
			String other = folded.put(Normalizer.normalize(path, Normalizer.Form.NFC).toLowerCase(Locale.ROOT), path);
			if (other != null) {
				throw new InvalidModelException("the archive has '" + EntryPath.shown(other) + "' and '"
						+ EntryPath.shown(path) + "', which are one file on some machines; rename one");
			}
		}
		this.declaredFolders.addAll(this.folders);
		for (String folder : this.declaredFolders) {
			if (this.files.containsKey(folder)) {
				throw new InvalidModelException(
						"the archive has '" + EntryPath.shown(folder) + "' both as a file and as a folder");
			}
		}
	}

	Set<String> paths() {
		return this.files.keySet();
	}

	/**
	 * The folders with nothing in them, once everything has been taken in.
	 * @return their paths, without a slash at the end
	 */
	Set<String> emptyFolders() {
		Set<String> empty = new HashSet<>(this.declaredFolders);
		empty.removeAll(this.folders);
		return empty;
	}

	boolean has(String path) {
		return this.files.containsKey(path);
	}

	long length(String path) {
		return slice(path).length();
	}

	boolean isExecutable(String path) {
		return slice(path).isExecutable();
	}

	byte[] bytes(String path) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		copyTo(path, out);
		return out.toByteArray();
	}

	void copyTo(String path, OutputStream out) throws IOException {
		Slice slice = slice(path);
		long offset = slice.offset();
		long end = offset + slice.length();
		var target = Channels.newChannel(out);
		while (offset < end) {
			offset += this.channel.transferTo(offset, Math.min(COPY_BYTES, end - offset), target);
		}
	}

	private Slice slice(String path) {
		Slice slice = this.files.get(path);
		if (slice == null) {
			throw new IllegalArgumentException("no file " + path);
		}
		return slice;
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}
