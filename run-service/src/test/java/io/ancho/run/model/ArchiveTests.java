package io.ancho.run.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

import io.ancho.run.TestArchives;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.unit.DataSize;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ArchiveTests {

	/**
	 * What Python's tarfile gives for {@link #files()}: USTAR_FORMAT, TarInfo's defaults,
	 * mode 0644, sorted names.
	 */
	private static final String GOLDEN = "1a148fd068727bf12851a70c75ec9a64669b0947b4a1cfcbe34d5a755b0cb3a6";

	private static final ModelProperties PROPERTIES = new ModelProperties(DataSize.ofMegabytes(64), 100, 200,
			Path.of("unused"));

	private static final byte[] DIRECTORY = { 'P', 'K', 1, 2 };

	private Path archive = Path.of("unset");

	@BeforeEach
	void setUp(@TempDir Path folder) {
		this.archive = folder.resolve("archive");
	}

	private static Map<String, String> files() {
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

	@Test
	void aZipAndATarOfTheSameFilesAreTheSameModelWhicheverFolderTheyAreIn() throws IOException {
		Map<String, String> inFolder = new LinkedHashMap<>();
		files().forEach((path, text) -> inFolder.put("my-model/" + path, text));
		assertThat(normalise(TestArchives.zip(files()))).isEqualTo(GOLDEN);
		assertThat(normalise(TestArchives.zip(inFolder))).isEqualTo(GOLDEN);
		assertThat(normalise(tarGz(files(), '0'))).isEqualTo(GOLDEN);
	}

	@ParameterizedTest
	@ValueSource(strings = { "../x", "/etc/passwd", "a/../b", "a//b", "a\\b", "a/./b", "a\u0007b" })
	void aPathThatLeadsElsewhereIsRefused(String path) {
		assertThatExceptionOfType(InvalidModelException.class)
			.isThrownBy(() -> normalise(TestArchives.zip(Map.of(path, "x"))));
		assertThatExceptionOfType(InvalidModelException.class)
			.isThrownBy(() -> normalise(tarGz(Map.of(path, "x"), '0')));
	}

	@ParameterizedTest
	@CsvSource({ "1, is a link", "2, is a link", "3, not a regular file", "4, not a regular file",
			"6, not a regular file", "S, not a regular file" })
	void whatIsNoFileInATarIsRefused(char type, String message) {
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> normalise(tarGz(files(), type)))
			.withMessageContaining(message);
	}

	@Test
	void aLinkInAZipIsRefused() {
		byte[] zip = TestArchives.zip(Map.of("link", "/etc/passwd"));
		int entry = indexOf(zip, new byte[] { 'P', 'K', 1, 2 });
		zip[entry + 5] = 3;
		zip[entry + 41] = (byte) (0120777 >> 8);
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> normalise(zip))
			.withMessageContaining("'link' is a link");
	}

	@Test
	void whatUnpacksToFarMoreThanItsSizeIsRefused() {
		Map<String, String> bomb = Map.of("zeros", "0".repeat(20_000_000));
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> normalise(TestArchives.zip(bomb)))
			.withMessageContaining("unpacks to more than 16 MiB");
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> normalise(tarGz(bomb, '0')))
			.withMessageContaining("unpacks to more than 16 MiB");
	}

	@Test
	void tooManyFilesAreRefused() {
		Map<String, String> many = new LinkedHashMap<>();
		for (int i = 0; i <= PROPERTIES.maxFiles(); i++) {
			many.put("f" + i, "");
		}
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> normalise(TestArchives.zip(many)))
			.withMessageContaining("more than 100 files");
	}

	@Test
	void aFileTwiceIsRefused() throws IOException {
		byte[] twice = gzip(join(tar(Map.of("x", "1"), '0'), tar(Map.of("./x", "2"), '0'), new byte[1024]));
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> normalise(twice))
			.withMessageContaining("has 'x' twice");
		byte[] zip = TestArchives.zip(Map.of("x", "1", "y", "2"));
		for (int at = indexOf(zip, DIRECTORY); at < zip.length; at++) {
			zip[at] = (zip[at] == 'y') ? (byte) 'x' : zip[at];
		}
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> normalise(zip))
			.withMessageContaining("has 'x' twice");
	}

	@ParameterizedTest
	@CsvSource({ "README.md, readme.md", "größe.py, gro\u0308ße.py" })
	void filesThatAreOneOnSomeMachinesAreRefused(String one, String other) {
		assertThatExceptionOfType(InvalidModelException.class)
			.isThrownBy(() -> normalise(TestArchives.zip(Map.of(one, "", other, ""))))
			.withMessageContaining("which are one file on some machines");
	}

	@Test
	void filesThatOverlapInAZipAreCountedEach() {
		Map<String, String> files = new LinkedHashMap<>();
		for (int i = 10; i < 30; i++) {
			files.put("f" + i, (i == 10) ? "0".repeat(1_000_000) : "");
		}
		byte[] zip = TestArchives.zip(files);
		int first = indexOf(zip, DIRECTORY);
		for (int at = first + 46 + 3; at + 46 < zip.length && zip[at] == 'P' && zip[at + 1] == 'K'
				&& zip[at + 2] == 1; at += 46 + 3) {
			System.arraycopy(zip, first + 16, zip, at + 16, 12);
			System.arraycopy(zip, first + 42, zip, at + 42, 4);
		}
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> normalise(zip))
			.withMessageContaining("unpacks to more than 16 MiB");
	}

	@Test
	void aNameThatCannotBeKeptIsRefusedAndShownInShort() {
		assertThatExceptionOfType(InvalidModelException.class)
			.isThrownBy(() -> normalise(TestArchives
				.zip(Map.of("ancho.toml", "", "n".repeat(30_000), "", "d".repeat(200) + "/" + "f".repeat(90), ""))))
			.withMessageContaining("has too long a path")
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(400));
		assertThatExceptionOfType(InvalidModelException.class)
			.isThrownBy(() -> normalise(TestArchives.zip(Map.of("a\u0000b", ""))))
			.withMessageContaining("'a?b' has a character that is not allowed");
	}

	@Test
	void aNameInATarThatIsNotUnicodeIsRefused() throws IOException {
		byte[] tar = tar(Map.of("name", "x"), '0');
		tar[0] = (byte) 0xff;
		Arrays.fill(tar, 148, 156, (byte) ' ');
		TarUtils.formatCheckSumOctalBytes(TarUtils.computeCheckSum(Arrays.copyOf(tar, 512)), tar, 148, 8);
		assertRefused(gzip(join(tar, new byte[1024])), "a byte that is not UTF-8");
	}

	@Test
	void anArchiveOfNothingIsRefused() throws IOException {
		assertRefused(new byte[0], "has no bytes");
		assertRefused(new byte[] { 'P' }, "neither a .tar.gz nor a .zip");
		assertRefused(TestArchives.zip(Map.of()), "has no ancho.toml");
		assertRefused(gzip(new byte[1024]), "has no ancho.toml");
		assertRefused(gzip(new byte[0]), "has no ancho.toml");
	}

	@Test
	void anAnchoTomlElsewhereIsPointedAt() {
		Map<String, String> two = Map.of("a/ancho.toml", "", "b/ancho.toml", "");
		assertRefused(TestArchives.zip(two), "there is one in 'a', 'b': take that folder alone");
		assertRefused(TestArchives.zip(Map.of("x/y/ancho.toml", "")), "there is one in 'x/y': take that folder");
	}

	private void assertRefused(byte[] archive, String message) {
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> normalise(archive))
			.withMessageContaining(message);
	}

	@Test
	void aMillionFilesAreRefusedLongBeforeTheLast() throws IOException {
		Path tar = this.archive.resolveSibling("million");
		try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(tar))) {
			for (int i = 0; i < 1_000_000; i += 1000) {
				out.write(thousandEntries(i));
			}
		}
		long before = allocated();
		assertRefused(Files.readAllBytes(tar), "more than 100 files");
		assertThat(allocated() - before).isLessThan(Files.size(tar) + 16 * 1024 * 1024);
	}

	private static byte[] thousandEntries(int first) {
		ByteArrayOutputStream entries = new ByteArrayOutputStream();
		for (int i = first; i < first + 1000; i++) {
			entries.writeBytes(UstarHeader.of("f" + i, 0));
		}
		return entries.toByteArray();
	}

	/** Bytes that this thread has allocated so far. */
	private static long allocated() {
		var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
		return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
	}

	private static byte[] join(byte[]... parts) {
		ByteArrayOutputStream joined = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			joined.writeBytes(part);
		}
		return joined.toByteArray();
	}

	@Test
	void aPathThatIsFileAndFolderIsRefused() {
		Map<String, String> both = new LinkedHashMap<>();
		both.put("a", "x");
		both.put("a/b", "y");
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> normalise(TestArchives.zip(both)))
			.withMessageContaining("both as a file and as a folder");
	}

	@Test
	void aDamagedArchiveIsRefusedAndNeverADefect() throws IOException {
		Random random = new Random(1);
		for (byte[] whole : new byte[][] { TestArchives.zip(files()), tarGz(files(), '0') }) {
			for (int i = 0; i < 300; i++) {
				byte[] damaged = whole.clone();
				damaged[2 + random.nextInt(whole.length - 2)] = (byte) random.nextInt(256);
				byte[] cut = Arrays.copyOf(damaged, 2 + random.nextInt(whole.length - 2));
				normaliseOrRefuse(damaged);
				normaliseOrRefuse(cut);
			}
		}
	}

	@Test
	void aDamagedTarInAWholeGzipIsRefusedAndNeverADefect() throws IOException {
		Random random = new Random(2);
		byte[] whole = tar(files(), '0');
		for (int i = 0; i < 300; i++) {
			byte[] damaged = whole.clone();
			for (int j = 0; j < 4; j++) {
				damaged[random.nextInt(whole.length)] = (byte) random.nextInt(256);
			}
			normaliseOrRefuse(gzip(damaged));
			normaliseOrRefuse(gzip(Arrays.copyOf(damaged, random.nextInt(whole.length))));
		}
	}

	@Test
	void aZipWithADirectoryFarLargerThanItsFilesNeedIsRefused() {
		Map<String, String> many = new LinkedHashMap<>();
		for (int i = 0; i < 30_000; i++) {
			many.put("f" + i, "");
		}
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> normalise(TestArchives.zip(many)))
			.withMessageContaining("directory far larger");
	}

	@Test
	void aNameInAZipThatIsNotUnicodeIsRefused() {
		byte[] zip = TestArchives.zip(Map.of("name", "x"));
		zip[indexOf(zip, new byte[] { 'P', 'K', 1, 2 }) + 46] = (byte) 0xff;
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> normalise(zip))
			.withMessageContaining("not allowed in a path");
	}

	@Test
	void anEncryptedFileOrAnUncommonCompressionInAZipIsRefused() {
		byte[] encrypted = TestArchives.zip(Map.of("name", "x"));
		encrypted[indexOf(encrypted, new byte[] { 'P', 'K', 1, 2 }) + 8] |= 1;
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> normalise(encrypted))
			.withMessageContaining("'name' is encrypted");
		byte[] xz = TestArchives.zip(Map.of("name", "x"));
		xz[indexOf(xz, new byte[] { 'P', 'K', 1, 2 }) + 10] = 95;
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> normalise(xz))
			.withMessageContaining("neither stored nor deflated");
	}

	@Test
	void pathsInFurtherHeadersOfATarLeadNoElsewhereEither() {
		assertThatExceptionOfType(InvalidModelException.class)
			.isThrownBy(() -> normalise(tarGz(Map.of("header", "13 path=../x\n"), 'x', files())))
			.withMessageContaining("'../x' is not a plain path");
		assertThatExceptionOfType(InvalidModelException.class)
			.isThrownBy(() -> normalise(tarGz(Map.of("header", "a/../x\0"), 'L', files())))
			.withMessageContaining("'a/../x' is not a plain path");
	}

	@ParameterizedTest
	@ValueSource(chars = { 'x', 'g', 'L', 'K' })
	void headersOfHeadersWithoutEndAreRefused(char type) {
		Map<String, String> headers = new LinkedHashMap<>();
		for (int i = 0; i < 50_000; i++) {
			headers.put("h" + i, "");
		}
		assertThatExceptionOfType(InvalidModelException.class)
			.isThrownBy(() -> normalise(tarGz(headers, type, files())))
			.withMessageContaining("more than 64 KiB");
		assertThatExceptionOfType(InvalidModelException.class)
			.isThrownBy(() -> normalise(tarGz(Map.of("one", "100000 a=" + "x".repeat(100_000)), type, files())))
			.withMessageContaining("more than 64 KiB");
	}

	@Test
	void attributesWithoutEndAreRefused() {
		String attributes = IntStream.range(1000, 2001).mapToObj((i) -> "11 a" + i + "=x\n").collect(joining());
		assertThatExceptionOfType(InvalidModelException.class)
			.isThrownBy(() -> normalise(tarGz(Map.of("header", attributes), 'g', files())))
			.withMessageContaining("more than 1000 attributes");
	}

	@Test
	void aSparseFileIsRefused() {
		String sparse = "22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n25 GNU.sparse.realsize=0\n";
		assertThatExceptionOfType(InvalidModelException.class)
			.isThrownBy(() -> normalise(tarGz(Map.of("header", sparse), 'x', Map.of("file", "1\n0\n0\n"))))
			.withMessageContaining("is a sparse file");
	}

	private void normaliseOrRefuse(byte[] bytes) throws IOException {
		try {
			normalise(bytes);
		}
		catch (InvalidModelException ex) {
			assertThat(ex).hasMessageContaining("archive");
		}
	}

	private String normalise(byte[] bytes) throws IOException {
		Files.write(this.archive, bytes);
		try (ArchiveContents contents = ModelIntake.read(this.archive, PROPERTIES);
				NormalisedArchive normalised = NormalisedArchive.write(contents, ModelIntake.folder(contents))) {
			return normalised.id().hex();
		}
	}

	private static byte[] tarGz(Map<String, String> files, char type) throws IOException {
		return tarGz(files, type, Map.of());
	}

	private static byte[] tarGz(Map<String, String> entries, char type, Map<String, String> files) throws IOException {
		ByteArrayOutputStream tar = new ByteArrayOutputStream();
		tar.writeBytes(tar(entries, type));
		tar.writeBytes(tar(files, '0'));
		tar.writeBytes(new byte[1024]);
		return gzip(tar.toByteArray());
	}

	private static byte[] tar(Map<String, String> entries, char type) {
		ByteArrayOutputStream tar = new ByteArrayOutputStream();
		entries.forEach((path, text) -> {
			byte[] content = text.getBytes(StandardCharsets.UTF_8);
			byte[] header = UstarHeader.of(path, content.length);
			header[156] = (byte) type;
			Arrays.fill(header, 148, 156, (byte) ' ');
			TarUtils.formatCheckSumOctalBytes(TarUtils.computeCheckSum(header), header, 148, 8);
			tar.writeBytes(header);
			tar.writeBytes(content);
			tar.writeBytes(new byte[(512 - content.length % 512) % 512]);
		});
		return tar.toByteArray();
	}

	private static byte[] gzip(byte[] bytes) throws IOException {
		ByteArrayOutputStream gzip = new ByteArrayOutputStream();
		try (OutputStream out = new GZIPOutputStream(gzip)) {
			out.write(bytes);
		}
		return gzip.toByteArray();
	}

	private static int indexOf(byte[] bytes, byte[] wanted) {
		for (int i = 0; i < bytes.length; i++) {
			if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
				return i;
			}
		}
		throw new IllegalArgumentException("not there");
	}

}
