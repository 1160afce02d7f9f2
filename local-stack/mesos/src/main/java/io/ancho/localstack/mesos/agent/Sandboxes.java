package io.ancho.localstack.mesos.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The sandboxes of ended tasks, kept for their output.
 */
final class Sandboxes {

	private static final System.Logger logger = System.getLogger(Sandboxes.class.getName());

	private Sandboxes() {
	}

	static void keepNewest(Path folder, int count) {
		try (Stream<Path> sandboxes = Files.list(folder)) {
			List<Path> newestFirst = sandboxes
				.sorted(Comparator.comparing((Path path) -> path.toFile().lastModified()).reversed())
				.toList();
			for (Path old : newestFirst.subList(Math.min(count, newestFirst.size()), newestFirst.size())) {
				TaskFolder.deleteTree(old);
			}
		}
		catch (IOException | UncheckedIOException ex) {
			// A container's root may have left what this user may not delete.
			logger.log(System.Logger.Level.WARNING, "cannot tidy " + folder, ex);
		}
	}

}
