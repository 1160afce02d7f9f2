package io.ancho.localstack.cassandra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class UnusedSegmentsTests {

	private static final int SIZE = 256 << 10;

	private final Path folder;

	UnusedSegmentsTests(@TempDir Path folder) {
		this.folder = folder;
	}

	@Test
	void segmentsThatHoldNoMutationAreDeletedWhateverTheirHeader() throws Exception {
		Path fresh = segment("CommitLog-7-1.log", 0);
		Path halfAHeader = segment("CommitLog-7-2.log", 3);
		Path written = segment("CommitLog-7-3.log", SIZE - 1);
		Path other = Files.createFile(this.folder.resolve("notes.txt"));
		UnusedSegments.delete(this.folder);
		assertThat(fresh).doesNotExist();
		assertThat(halfAHeader).doesNotExist();
		assertThat(written).exists();
		assertThat(other).exists();
	}

	@Test
	void beforeTheFirstStartThereIsNothingToDelete() throws Exception {
		UnusedSegments.delete(this.folder.resolve("commitlog"));
		assertThat(this.folder.resolve("commitlog")).doesNotExist();
	}

	private Path segment(String name, int written) throws IOException {
		byte[] bytes = new byte[SIZE];
		bytes[written] = 1;
		return Files.write(this.folder.resolve(name), bytes);
	}

}
