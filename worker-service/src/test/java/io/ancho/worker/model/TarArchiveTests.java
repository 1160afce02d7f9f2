package io.ancho.worker.model;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class TarArchiveTests {

	private final Path folder;

	TarArchiveTests(@TempDir Path folder) {
		this.folder = folder;
	}

	@Test
	void unpacksFilesIntoFolders() throws IOException {
		unpack(1000, 10, entry("ancho.toml", '0', "[model]"), entry("data/deep/x.csv", '0', "1,2"), new byte[1024]);
		assertThat(this.folder.resolve("ancho.toml")).hasContent("[model]");
		assertThat(this.folder.resolve("data/deep/x.csv")).hasContent("1,2");
	}

	@Test
	void keepsWhetherAFileMayBeExecutedAndEmptyFolders() throws IOException {
		byte[] tool = entry("tool.sh", '0', "#!/bin/sh");
		put(tool, 100, "0000755");
		unpack(1000, 10, tool, entry("data.csv", '0', "1"), entry("cache/deep/", '5', ""), new byte[1024]);
		assertThat(this.folder.resolve("tool.sh")).isExecutable();
		assertThat(Files.getPosixFilePermissions(this.folder.resolve("data.csv")))
			.isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
		assertThat(this.folder.resolve("cache/deep")).isEmptyDirectory();
	}

	@ParameterizedTest
	@ValueSource(strings = { "../x", "/x", "a/../../x", "." })
	void refusesPathsThatLeadOut(String path) {
		assertThatIOException().isThrownBy(() -> unpack(1000, 10, entry(path, '0', "x"), new byte[1024]))
			.withMessageContaining("leads out");
	}

	@ParameterizedTest
	@ValueSource(chars = { '1', '2', '3', '6', 'x' })
	void refusesAllButRegularFiles(char type) {
		assertThatIOException().isThrownBy(() -> unpack(1000, 10, entry("x", type, ""), new byte[1024]))
			.withMessageContaining("not a regular file");
	}

	@Test
	void refusesMoreThanItMayHold() {
		assertThatIOException().isThrownBy(() -> unpack(5, 10, entry("x", '0', "123456"), new byte[1024]));
		assertThatIOException()
			.isThrownBy(() -> unpack(50, 1, entry("x", '0', "1"), entry("y", '0', "2"), new byte[1024]));
	}

	@Test
	void refusesAnArchiveThatIsCutShort() {
		assertThatIOException().isThrownBy(() -> unpack(50, 1, entry("x", '0', "1")))
			.withMessageContaining("cut short");
	}

	private void unpack(long maxBytes, int maxFiles, byte[]... parts) throws IOException {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			all.write(part);
		}
		Files.createDirectories(this.folder);
		new TarArchive(new ByteArrayInputStream(all.toByteArray()), maxBytes, maxFiles).unpack(this.folder);
	}

	private static byte[] entry(String name, char type, String content) {
		byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
		byte[] block = new byte[512 + ((bytes.length + 511) / 512) * 512];
		put(block, 0, name);
		put(block, 100, "0000644");
		put(block, 124, "%011o".formatted(bytes.length));
		block[156] = (byte) type;
		put(block, 512, content);
		return block;
	}

	private static void put(byte[] block, int at, String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		System.arraycopy(bytes, 0, block, at, bytes.length);
	}

}
