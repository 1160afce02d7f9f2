package io.ancho.run.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Takes archives in, as the registry does.
 *
 * @param archive where they are put
 */
record Intake(Path archive) {

	static final ModelProperties PROPERTIES = new ModelProperties(DataSize.ofMegabytes(64), 100, 200, Path.of("unused"),
			Duration.ofDays(7));

	/** A model's files, with paths of many kinds. */
	static Map<String, String> files() {
		Map<String, String> files = new LinkedHashMap<>();
		files.put("ancho.toml", "[model]\nname = \"golden\"\nentrypoint = \"pkg.model:sequence\"\n");
		files.put("pkg/model.py", "def sequence(rng, start):\n    return {}\n");
		files.put("pkg/__init__.py", "");
		files.put("data/é.txt", "é\n");
		files.put("a-b", "x".repeat(512));
		files.put("a/" + "d".repeat(90) + "/" + "f".repeat(60) + ".txt", "long\n");
		files.put("a.txt", "y");
		return files;
	}

	/** The SHA-256 of an archive's normal form. */
	String normalise(byte[] bytes) throws IOException {
		Files.write(this.archive, bytes);
		try (ArchiveContents contents = ModelIntake.read(this.archive, PROPERTIES);
				NormalisedArchive normalised = NormalisedArchive.write(contents, ModelIntake.folder(contents))) {
			return normalised.id().hex();
		}
	}

	void normaliseOrRefuse(byte[] bytes) throws IOException {
		try {
			normalise(bytes);
		}
		catch (InvalidModelException ex) {
			assertThat(ex).hasMessageContaining("archive");
		}
	}

	void assertRefused(byte[] bytes, String message) {
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> normalise(bytes))
			.withMessageContaining(message);
	}

}
