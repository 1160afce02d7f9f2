package io.ancho.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A part's temporary files.
 */
final class TemporaryFolder {

	private TemporaryFolder() {
	}

	/**
	 * Make the folder, empty. A file that cannot be deleted stays: a child of the process
	 * before may still be busy with it, and nobody else looks for it.
	 */
	static void empty(Path folder) throws IOException {
		Files.createDirectories(folder);
		for (Path file : below(folder)) {
			try {
				Files.deleteIfExists(file);
			}
			catch (IOException ex) {
				System.err.println(file + " cannot be deleted: " + ex);
			}
		}
	}

	private static List<Path> below(Path folder) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter((file) -> !file.equals(folder)).sorted(Comparator.reverseOrder()).toList();
		}
	}

}
