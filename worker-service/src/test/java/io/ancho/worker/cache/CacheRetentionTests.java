package io.ancho.worker.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

import io.ancho.worker.run.EndedRuns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class CacheRetentionTests {

	private static final Duration MONTH = Duration.ofDays(30);

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path cache;

	private final EndedRuns endedRuns = new EndedRuns();

	private final CacheUse use = new CacheUse(this.endedRuns);

	private CacheRetention retention() {
		return new CacheRetention(this.use, new CacheProperties(this.cache, MONTH));
	}

	@Test
	void removesWhatNobodyHasUsedForAMonthAndNothingElse() throws IOException {
		Path oldModel = entry("models", "old", 31);
		Path oldEnvironment = entry("environments", "old", 31);
		Path newModel = entry("models", "new", 29);
		Path protectedFolder = Files.createDirectory(oldModel.resolve("read-only"));
		Files.writeString(protectedFolder.resolve("file"), "x");
		assertThat(protectedFolder.toFile().setWritable(false)).isTrue();
		age(oldModel, 31);

		removeUnused();

		assertThat(oldModel).doesNotExist();
		assertThat(oldEnvironment).doesNotExist();
		assertThat(newModel).exists();
		assertThat(oldModel.getParent()).isDirectoryNotContaining("glob:**.removing-*");
	}

	@Test
	void keepsWhatARunUsesHoweverOldItLooksUntilTheRunEnds() throws IOException {
		Path model = entry("models", "used", 90);
		this.use.begin("run-1", model);
		this.use.begin("run-2", model);
		age(model.resolveSibling("used.use"), 90);
		removeUnused();
		this.endedRuns.add("run-1");
		removeUnused();
		assertThat(model).exists();

		this.endedRuns.add("run-2");
		removeUnused();

		assertThat(model).doesNotExist();
	}

	@Test
	void aUseMakesAnEntryNew() throws IOException {
		Path model = entry("models", "used", 90);
		this.use.begin("run-1", model);
		this.endedRuns.add("run-1");

		removeUnused();

		assertThat(model).exists();
	}

	@Test
	void keepsWhatAnotherProcessUses() throws Exception {
		Path model = entry("models", "used", 90);
		Path mark = Files.createFile(model.resolveSibling("used.use"));
		Process other = new ProcessBuilder("python3", "-c",
				"import fcntl, sys; f = open(sys.argv[1], 'ab+'); fcntl.lockf(f, fcntl.LOCK_SH); print(); input()",
				mark.toString())
			.redirectErrorStream(true)
			.start();
		try {
			assertThat(other.getInputStream().read()).isEqualTo('\n');
			age(mark, 90);
			removeUnused();
			assertThat(model).exists();
		}
		finally {
			other.destroyForcibly().waitFor();
		}
		removeUnused();
		assertThat(model).doesNotExist();
	}

	@Test
	void aCacheThatIsNotThereIsNoTrouble() {
		removeUnused();

		assertThat(this.cache).isEmptyDirectory();
	}

	private void removeUnused() {
		retention().removeUnusedSince(Instant.now().minus(MONTH));
	}

	private Path entry(String kind, String name, int days) throws IOException {
		Path entry = Files.createDirectories(this.cache.resolve(kind).resolve(name));
		Files.writeString(entry.resolve("file"), "x");
		age(entry, days);
		return entry;
	}

	private static void age(Path path, int days) throws IOException {
		Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(Duration.ofDays(days))));
	}

}
