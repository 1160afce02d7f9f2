package io.ancho.localstack.mesos.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class TaskFolderTests {

	@Test
	void aFolderIsDeletedAlthoughItsTaskStillWritesIntoIt(@TempDir Path work) throws Exception {
		for (int round = 0; round < 50; round++) {
			Path folder = Files.createDirectories(work.resolve("task-" + round));
			AtomicBoolean writing = new AtomicBoolean(true);
			CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> write(folder, writing));
			while (Files.notExists(folder.resolve("0"))) {
				Thread.onSpinWait();
			}
			TaskFolder.deleteTree(folder);
			writing.set(false);
			writer.join();
			assertThat(folder).doesNotExist();
		}
	}

	/** As a process does that was there before: it makes files, but no folder. */
	private static void write(Path folder, AtomicBoolean writing) {
		for (int i = 0; i < 20 && writing.get(); i++) {
			try {
				Files.createFile(folder.resolve(String.valueOf(i)));
			}
			catch (IOException ex) {
				return;
			}
		}
	}

}
