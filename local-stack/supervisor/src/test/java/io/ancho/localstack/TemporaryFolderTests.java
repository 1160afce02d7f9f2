package io.ancho.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

class TemporaryFolderTests {

	@Test
	void folderIsMadeAndIsEmpty(@TempDir Path scratch) throws IOException {
		Path folder = scratch.resolve("a/b");
		TemporaryFolder.empty(folder);
		Files.createDirectories(folder.resolve("c/d"));
		Files.writeString(folder.resolve("c/d/file"), "x");
		Files.createSymbolicLink(folder.resolve("link"), Files.writeString(scratch.resolve("kept"), "x"));
		TemporaryFolder.empty(folder);
		assertThat(folder).isEmptyDirectory();
		assertThat(scratch.resolve("kept")).exists();
	}

	@Test
	void filesThatComeAndGoMeanwhileAreNoTrouble(@TempDir Path folder) throws Exception {
		AtomicBoolean over = new AtomicBoolean();
		Thread busy = new Thread(() -> {
			for (int number = 0; !over.get(); number++) {
				Path file = folder.resolve("d" + number % 50).resolve("file");
				try {
					Files.createDirectories(file.getParent());
					Files.writeString(file, "x");
					Files.deleteIfExists(file);
				}
				catch (IOException ex) {
					// Deleted by the other.
				}
			}
		});
		busy.start();
		for (int i = 0; i < 300; i++) {
			assertThatNoException().isThrownBy(() -> TemporaryFolder.empty(folder));
		}
		over.set(true);
		busy.join();
	}

}
