package io.ancho.run.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

import io.ancho.run.TestArchives;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ArchiveTests {

	/**
	 * What Python's tarfile gives for {@link Intake#files()}: USTAR_FORMAT, TarInfo's
	 * defaults, mode 0644, sorted names.
	 */
	private static final String GOLDEN = "1a148fd068727bf12851a70c75ec9a64669b0947b4a1cfcbe34d5a755b0cb3a6";

	private final Intake intake;

	ArchiveTests(@TempDir Path folder) {
		this.intake = new Intake(folder.resolve("archive"));
	}

	@Test
	void aZipAndATarOfTheSameFilesAreTheSameModelWhicheverFolderTheyAreIn() throws IOException {
		Map<String, String> inFolder = new LinkedHashMap<>();
		Intake.files().forEach((path, text) -> inFolder.put("my-model/" + path, text));
		assertThat(this.intake.normalise(TestArchives.zip(Intake.files()))).isEqualTo(GOLDEN);
		assertThat(this.intake.normalise(TestArchives.zip(inFolder))).isEqualTo(GOLDEN);
		assertThat(this.intake.normalise(Tars.tarGz(Intake.files(), '0'))).isEqualTo(GOLDEN);
	}

	@ParameterizedTest
	@ValueSource(strings = { "../x", "/etc/passwd", "a/../b", "a//b", "a\\b", "a/./b", "a\u0007b" })
	void aPathThatLeadsElsewhereIsRefused(String path) {
		assertThatExceptionOfType(InvalidModelException.class)
			.isThrownBy(() -> this.intake.normalise(TestArchives.zip(Map.of(path, "x"))));
		assertThatExceptionOfType(InvalidModelException.class)
			.isThrownBy(() -> this.intake.normalise(Tars.tarGz(Map.of(path, "x"), '0')));
	}

	@Test
	void whatUnpacksToFarMoreThanItsSizeIsRefused() {
		Map<String, String> bomb = Map.of("zeros", "0".repeat(20_000_000));
		this.intake.assertRefused(TestArchives.zip(bomb), "unpacks to more than 16 MiB");
		this.intake.assertRefused(Tars.tarGz(bomb, '0'), "unpacks to more than 16 MiB");
	}

	@Test
	void tooManyFilesAreRefused() {
		Map<String, String> many = new LinkedHashMap<>();
		for (int i = 0; i <= Intake.PROPERTIES.maxFiles(); i++) {
			many.put("f" + i, "");
		}
		this.intake.assertRefused(TestArchives.zip(many), "more than 100 files");
	}

	@ParameterizedTest
	@CsvSource({ "README.md, readme.md", "größe.py, gro\u0308ße.py" })
	void filesThatAreOneOnSomeMachinesAreRefused(String one, String other) {
		this.intake.assertRefused(TestArchives.zip(Map.of(one, "", other, "")), "which are one file on some machines");
	}

	@Test
	void aNameThatCannotBeKeptIsRefusedAndShownInShort() {
		assertThatExceptionOfType(InvalidModelException.class)
			.isThrownBy(() -> this.intake.normalise(TestArchives
				.zip(Map.of("ancho.toml", "", "n".repeat(30_000), "", "d".repeat(200) + "/" + "f".repeat(90), ""))))
			.withMessageContaining("has too long a path")
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(400));
		this.intake.assertRefused(TestArchives.zip(Map.of("a\u0000b", "")),
				"'a?b' has U+0000 NULL in its path; rename it");
	}

	@Test
	void anArchiveOfNothingIsRefused() {
		this.intake.assertRefused(new byte[0], "has no bytes");
		this.intake.assertRefused(new byte[] { 'P' }, "neither a .tar.gz nor a .zip");
		this.intake.assertRefused(TestArchives.zip(Map.of()), "has no ancho.toml");
		this.intake.assertRefused(Tars.gzip(new byte[1024]), "has no ancho.toml");
		this.intake.assertRefused(Tars.gzip(new byte[0]), "has no ancho.toml");
	}

	@Test
	void anAnchoTomlElsewhereIsPointedAt() {
		Map<String, String> two = Map.of("a/ancho.toml", "", "b/ancho.toml", "");
		this.intake.assertRefused(TestArchives.zip(two), "there is one in 'a', 'b': take that folder alone");
		this.intake.assertRefused(TestArchives.zip(Map.of("x/y/ancho.toml", "")),
				"there is one in 'x/y': take that folder");
	}

	@Test
	void aPathThatIsFileAndFolderIsRefused() {
		Map<String, String> both = new LinkedHashMap<>();
		both.put("a", "x");
		both.put("a/b", "y");
		this.intake.assertRefused(TestArchives.zip(both), "both as a file and as a folder");
	}

	@Test
	void aDamagedArchiveIsRefusedAndNeverADefect() throws IOException {
		Random random = new Random(1);
		for (byte[] whole : new byte[][] { TestArchives.zip(Intake.files()), Tars.tarGz(Intake.files(), '0') }) {
			for (int i = 0; i < 300; i++) {
				byte[] damaged = whole.clone();
				damaged[2 + random.nextInt(whole.length - 2)] = (byte) random.nextInt(256);
				byte[] cut = Arrays.copyOf(damaged, 2 + random.nextInt(whole.length - 2));
				this.intake.normaliseOrRefuse(damaged);
				this.intake.normaliseOrRefuse(cut);
			}
		}
	}

}
