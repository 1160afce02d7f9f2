package io.ancho.run.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

class TarArchiveTests {

	/** What {@code sdk-python/tests/test_archive.py} has for the same files. */
	private static final String GOLDEN = "6443643689dd981e7f00f959eb16b9c01c4b4e5a5b55c3737ab321e258a2cb48";

	private final Intake intake;

	TarArchiveTests(@TempDir Path folder) {
		this.intake = new Intake(folder.resolve("archive"));
	}

	@ParameterizedTest
	@CsvSource({ "1, is a link", "2, is a link", "3, not a regular file", "4, not a regular file",
			"6, not a regular file", "S, not a regular file" })
	void whatIsNoFileInATarIsRefused(char type, String message) {
		this.intake.assertRefused(Tars.tarGz(Intake.files(), type), message);
	}

	@Test
	void onlyWhetherItsOwnerMayExecuteAFileIsKeptOfItsMode() throws IOException {
		String plain = this.intake.normalise(Tars.tarGz(Intake.files(), '0'));
		assertThat(normalise("0000666")).isEqualTo(plain);
		assertThat(normalise("0000700")).isNotEqualTo(plain).isEqualTo(normalise("0004755"));
	}

	private String normalise(String mode) throws IOException {
		byte[] files = Tars.withMode(Tars.tar(Intake.files(), '0'), mode);
		return this.intake.normalise(Tars.gzip(Tars.join(files, new byte[1024])));
	}

	@Test
	void aProgramAndEmptyFoldersGiveTheIdThatTheSdkGivesThem() throws IOException {
		byte[] program = Tars.withMode(Tars.tar(Map.of("tool.sh", "#!/bin/sh\n"), '0'), "0000755");
		byte[] folders = Tars.tar(Map.of("cache/deep/", "", "e".repeat(90) + "/" + "g".repeat(50) + "/", ""), '5');
		byte[] tar = Tars.join(folders, program, Tars.tar(Intake.files(), '0'), new byte[1024]);
		assertThat(this.intake.normalise(Tars.gzip(tar))).isEqualTo(GOLDEN);
	}

	@Test
	void anEmptyFolderIsKeptAndAnyOtherFolderHasNoEntry() throws IOException {
		String plain = this.intake.normalise(Tars.tarGz(Intake.files(), '0'));
		Map<String, String> full = Map.of("./", "", "pkg/", "", "./data", "");
		assertThat(this.intake.normalise(Tars.tarGz(full, '5', Intake.files()))).isEqualTo(plain);
		String empty = this.intake.normalise(Tars.tarGz(Map.of("cache/deep/", ""), '5', Intake.files()));
		Map<String, String> both = Map.of("cache", "", "cache/deep", "");
		assertThat(this.intake.normalise(Tars.tarGz(both, '5', Intake.files()))).isEqualTo(empty).isNotEqualTo(plain);
		this.intake.assertRefused(Tars.tarGz(Map.of("a.txt/", ""), '5', Intake.files()),
				"'a.txt' both as a file and as a folder");
		this.intake.assertRefused(Tars.tarGz(Map.of("../up/", ""), '5', Intake.files()), "is not a plain path");
	}

	@Test
	void aFileTwiceIsRefused() {
		byte[] twice = Tars.join(Tars.tar(Map.of("x", "1"), '0'), Tars.tar(Map.of("./x", "2"), '0'), new byte[1024]);
		this.intake.assertRefused(Tars.gzip(twice), "has 'x' twice");
	}

	@Test
	void aNameInATarThatIsNotUnicodeIsRefused() {
		byte[] tar = Tars.tar(Map.of("name", "x"), '0');
		tar[0] = (byte) 0xff;
		Tars.sign(tar);
		this.intake.assertRefused(Tars.gzip(Tars.join(tar, new byte[1024])), "a byte that is not UTF-8");
	}

	@Test
	void aMillionFilesAreRefusedLongBeforeTheLast(@TempDir Path folder) throws IOException {
		Path tar = folder.resolve("million");
		try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(tar))) {
			for (int i = 0; i < 1_000_000; i += 1000) {
				out.write(thousandEntries(i));
			}
		}
		long before = allocated();
		this.intake.assertRefused(Files.readAllBytes(tar), "more than 100 files");
		assertThat(allocated() - before).isLessThan(Files.size(tar) + 16 * 1024 * 1024);
	}

	@Test
	void aDamagedTarInAWholeGzipIsRefusedAndNeverADefect() throws IOException {
		Random random = new Random(2);
		byte[] whole = Tars.tar(Intake.files(), '0');
		for (int i = 0; i < 300; i++) {
			byte[] damaged = whole.clone();
			for (int j = 0; j < 4; j++) {
				damaged[random.nextInt(whole.length)] = (byte) random.nextInt(256);
			}
			this.intake.normaliseOrRefuse(Tars.gzip(damaged));
			this.intake.normaliseOrRefuse(Tars.gzip(Arrays.copyOf(damaged, random.nextInt(whole.length))));
		}
	}

	@Test
	void pathsInFurtherHeadersOfATarLeadNoElsewhereEither() {
		this.intake.assertRefused(Tars.tarGz(Map.of("header", "13 path=../x\n"), 'x', Intake.files()),
				"'../x' is not a plain path");
		this.intake.assertRefused(Tars.tarGz(Map.of("header", "a/../x\0"), 'L', Intake.files()),
				"'a/../x' is not a plain path");
	}

	@ParameterizedTest
	@ValueSource(chars = { 'x', 'g', 'L', 'K' })
	void headersOfHeadersWithoutEndAreRefused(char type) {
		Map<String, String> headers = new LinkedHashMap<>();
		for (int i = 0; i < 50_000; i++) {
			headers.put("h" + i, "");
		}
		this.intake.assertRefused(Tars.tarGz(headers, type, Intake.files()), "more than 64 KiB");
		this.intake.assertRefused(Tars.tarGz(Map.of("one", "100000 a=" + "x".repeat(100_000)), type, Intake.files()),
				"more than 64 KiB");
	}

	@Test
	void attributesWithoutEndAreRefused() {
		String attributes = IntStream.range(1000, 2001).mapToObj((i) -> "11 a" + i + "=x\n").collect(joining());
		this.intake.assertRefused(Tars.tarGz(Map.of("header", attributes), 'g', Intake.files()),
				"more than 1000 attributes");
	}

	@Test
	void aSparseFileIsRefused() {
		String sparse = "22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n25 GNU.sparse.realsize=0\n";
		this.intake.assertRefused(Tars.tarGz(Map.of("header", sparse), 'x', Map.of("file", "1\n0\n0\n")),
				"is a sparse file");
	}

	private static byte[] thousandEntries(int first) {
		ByteArrayOutputStream entries = new ByteArrayOutputStream();
		for (int i = first; i < first + 1000; i++) {
			entries.writeBytes(UstarHeader.of("f" + i, 0, false));
		}
		return entries.toByteArray();
	}

	/** Bytes that this thread has allocated so far. */
	private static long allocated() {
		var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
		return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
	}

}
