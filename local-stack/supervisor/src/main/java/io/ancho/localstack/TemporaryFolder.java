package io.ancho.localstack;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

import org.jspecify.annotations.Nullable;

/**
 * A part's temporary files.
 */
final class TemporaryFolder {

	private TemporaryFolder() {
	}

	/**
	 * Make the folder, empty. A file that cannot be deleted stays: a child of the process
	 * before may still be busy with it, and nobody else looks for it. For the same reason
	 * files may come and go meanwhile.
	 */
	static void empty(Path folder) throws IOException {
		Files.createDirectories(folder);
		Files.walkFileTree(folder, new Deletion(folder));
	}

	private static final class Deletion extends SimpleFileVisitor<Path> {

		private final Path folder;

		Deletion(Path folder) {
			this.folder = folder;
		}

		@Override
		public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
			delete(file);
			return FileVisitResult.CONTINUE;
		}

		@Override
		public FileVisitResult visitFileFailed(Path file, IOException ex) {
			return FileVisitResult.CONTINUE;
		}

		@Override
		public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException ex) {
			if (!directory.equals(this.folder)) {
				delete(directory);
			}
			return FileVisitResult.CONTINUE;
		}

		private static void delete(Path file) {
			try {
				Files.deleteIfExists(file);
			}
			catch (IOException ex) {
				System.err.println(file + " cannot be deleted: " + ex);
			}
		}

	}

}
