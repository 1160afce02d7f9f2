package io.ancho.run.source.fetch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.util.RawParseUtils;

/**
 * Packs a folder of a commit as a {@code .tar.gz}. Names go in as they are: whether they
 * may be in a model is for whoever reads the archive, as for any other archive.
 */
final class GitTree {

	private static final byte[] LFS = "version https://git-lfs.".getBytes(StandardCharsets.US_ASCII);

	private static final int LFS_MAX_BYTES = 1024;

	private final Repository repository;

	private final FetchOrder.Limits limits;

	private int files;

	private long bytes;

	GitTree(Repository repository, FetchOrder.Limits limits) {
		this.repository = repository;
		this.limits = limits;
	}

	/**
	 * Packs a folder.
	 * @param commit the commit
	 * @param path the folder, empty for the root
	 * @param archive the file to write
	 * @throws IOException if the disk refuses
	 * @throws FetchException if there is no such folder, or it holds what a model may not
	 */
	void pack(RevCommit commit, String path, Path archive) throws IOException {
		try (TreeWalk walk = new TreeWalk(this.repository); TarArchiveOutputStream tar = tar(archive)) {
			walk.addTree(folder(commit, path));
			walk.setRecursive(true);
			while (walk.next()) {
				add(walk, tar);
			}
		}
		if (this.files == 0) {
			throw new FetchException("path", "the folder is empty; name the folder of the model");
		}
	}

	/** Not compressed: how far a model may be compressed says nothing here. */
	private static TarArchiveOutputStream tar(Path archive) throws IOException {
		GzipParameters stored = new GzipParameters();
		stored.setCompressionLevel(0);
		OutputStream gzip = new GzipCompressorOutputStream(Files.newOutputStream(archive), stored);
		TarArchiveOutputStream tar = new TarArchiveOutputStream(gzip, StandardCharsets.UTF_8.name());
		tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
		return tar;
	}

	private ObjectId folder(RevCommit commit, String path) throws IOException {
		if (path.isEmpty()) {
			return commit.getTree();
		}
		try (TreeWalk found = TreeWalk.forPath(this.repository, path, commit.getTree())) {
			if (found == null) {
				throw new FetchException("path", "there is no folder '" + path + "' at commit " + commit.name()
						+ "; check its spelling, or name another git.ref");
			}
			if (!FileMode.TREE.equals(found.getFileMode(0))) {
				throw new FetchException("path", "'" + path + "' is not a folder; name the folder of ancho.toml");
			}
			return found.getObjectId(0);
		}
	}

	private void add(TreeWalk walk, TarArchiveOutputStream tar) throws IOException {
		String path = path(walk);
		checkKind(walk.getFileMode(0), path);
		ObjectLoader file = walk.getObjectReader().open(walk.getObjectId(0));
		checkSize(file.getSize());
		if (isLfsPointer(file)) {
			throw refused(path,
					"is kept by Git LFS, which is not fetched; commit the file itself, or upload an archive");
		}
		TarArchiveEntry entry = new TarArchiveEntry(path, true);
		entry.setSize(file.getSize());
		entry.setMode(FileMode.EXECUTABLE_FILE.equals(walk.getFileMode(0)) ? 0100755 : 0100644);
		tar.putArchiveEntry(entry);
		file.copyTo(tar);
		tar.closeArchiveEntry();
	}

	private static String path(TreeWalk walk) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(walk.getRawPath())).toString();
		}
		catch (CharacterCodingException ex) {
			throw refused(walk.getPathString(), "has a name that is not UTF-8; rename it");
		}
	}

	private static void checkKind(FileMode mode, String path) {
		if (FileMode.SYMLINK.equals(mode)) {
			throw refused(path, "is a symbolic link, which a model may not have; commit the file itself");
		}
		if (FileMode.GITLINK.equals(mode)) {
			throw refused(path, "is a submodule, which is not fetched; commit its files, or upload an archive");
		}
	}

	private void checkSize(long size) {
		this.files++;
		this.bytes += size;
		if (this.files > this.limits.maxFiles()) {
			throw new FetchException("path",
					"holds more than " + this.limits.maxFiles() + " files; name the folder of the model alone");
		}
		if (this.bytes > this.limits.maxUnpacked()) {
			throw new FetchException("path", "holds more than " + (this.limits.maxUnpacked() >> 20)
					+ " MiB; name the folder of the model alone, or leave data out");
		}
	}

	private static boolean isLfsPointer(ObjectLoader file) {
		return file.getSize() < LFS_MAX_BYTES && !file.isLarge()
				&& RawParseUtils.match(file.getCachedBytes(), 0, LFS) > 0;
	}

	private static FetchException refused(String path, String why) {
		return new FetchException("path", "'" + path + "' " + why);
	}

}
