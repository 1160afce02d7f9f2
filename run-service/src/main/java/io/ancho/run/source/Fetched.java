package io.ancho.run.source;

import java.io.IOException;
import java.nio.file.Path;

import org.springframework.util.FileSystemUtils;

/**
 * What was fetched.
 *
 * @param source the source as it was pinned
 * @param archive a {@code .tar.gz} or {@code .zip}, as far as the source says the truth
 * @param folder the archive's folder, deleted on closing
 */
public record Fetched(SourceDocument source, Path archive, Path folder) implements AutoCloseable {

	@Override
	public void close() throws IOException {
		FileSystemUtils.deleteRecursively(this.folder);
	}

}
