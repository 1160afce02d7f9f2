package io.ancho.run.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Archives as others write them.
 */
class TarGzTests {

	private static final String LONG_NAME = "n".repeat(120) + "é.py";

	@Test
	void paxNamesOfPythonsTarfileAreRead(@TempDir Path folder) throws IOException {
		assertReads(folder,
				"H4sIAAAAAAACA+3WvQrCMBSG4cxeRa4gbXpqwUFwdHQXh6CFDv0RrVAvyevwxowOgkVwSgv2fZaTLcPHlxMTVZEKLP"
						+ "ayNH1Nrz+/nDMRUXquBnA5t+7kr1TTZHz+rt4XjWmbqhwpf9vL38ZiE6Vj8g9uWzWHvNzNFCbafxOtNq5b5+6Qn8L1"
						+ "/0vv351PrPT7n1irdEf/g7Oy0EfXFsvnIqhHcr+Z45UnaKz9Hzre3/+/7LP/IrGk7P8hdHqpLdUDAAAAAAAAAAAA/s"
						+ "IDhovMEQAoAAA=");
	}

	@Test
	void longNamesOfGnuTarAreRead(@TempDir Path folder) throws IOException {
		assertReads(folder,
				"H4sIAAAAAAACA+3WSwrCMBSF4YxdRVaQpukjI8EFdAfioKioaBPRCrok1+HGDA4ES8FRW2j/b3IzP5x7o6IqEh3TQZ"
						+ "6mnxk0Z8s7NzYRMhM9uF3r8iKlmCgV8i/deu9V7avTQPnHjfxjbTIjpCb/zi0rv9meVjOBifZfRYvCu11xcMcO939L"
						+ "77+dN9o09r+1qRWyoP+97H83kNdTnR9UcPT5////5b/9T0xYANz/PtzlXMZcfwAAAAAAAAAAAGAU3iqN92cAKAAA");
	}

	private static void assertReads(Path folder, String base64) throws IOException {
		Path archive = Files.write(folder.resolve("a.tar.gz"), Base64.getDecoder().decode(base64));
		ModelProperties properties = new ModelProperties(DataSize.ofMegabytes(1), 10, 200, Path.of("unused"),
				Duration.ofDays(7));
		try (ArchiveContents contents = ModelIntake.read(archive, properties)) {
			assertThat(contents.paths()).containsExactlyInAnyOrder("m/ancho.toml", "m/" + LONG_NAME);
			assertThat(new String(contents.bytes("m/" + LONG_NAME), StandardCharsets.UTF_8)).isEqualTo("x = 1\n");
		}
	}

}
