package io.ancho.run.model;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import io.ancho.run.TestArchives;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipArchiveTests {

	/** What each entry of the directory at a zip's end begins with. */
	private static final byte[] DIRECTORY = { 'P', 'K', 1, 2 };

	private final Intake intake;

	ZipArchiveTests(@TempDir Path folder) {
		this.intake = new Intake(folder.resolve("archive"));
	}

	@Test
	void aLinkInAZipIsRefused() {
		byte[] zip = TestArchives.zip(Map.of("link", "/etc/passwd"));
		int entry = directory(zip);
		zip[entry + 5] = 3;
		zip[entry + 41] = (byte) (0120777 >> 8);
		this.intake.assertRefused(zip, "'link' is a link");
	}

	@Test
	void aFileTwiceIsRefused() {
		byte[] zip = TestArchives.zip(Map.of("x", "1", "y", "2"));
		for (int at = directory(zip); at < zip.length; at++) {
			zip[at] = (zip[at] == 'y') ? (byte) 'x' : zip[at];
		}
		this.intake.assertRefused(zip, "has 'x' twice");
	}

	@Test
	void filesThatOverlapInAZipAreCountedEach() {
		Map<String, String> files = new LinkedHashMap<>();
		for (int i = 10; i < 30; i++) {
			files.put("f" + i, (i == 10) ? "0".repeat(1_000_000) : "");
		}
		byte[] zip = TestArchives.zip(files);
		int first = directory(zip);
		for (int at = first + 46 + 3; at + 46 < zip.length && zip[at] == 'P' && zip[at + 1] == 'K'
				&& zip[at + 2] == 1; at += 46 + 3) {
			System.arraycopy(zip, first + 16, zip, at + 16, 12);
			System.arraycopy(zip, first + 42, zip, at + 42, 4);
		}
		this.intake.assertRefused(zip, "unpacks to more than 16 MiB");
	}

	@Test
	void aZipWithADirectoryFarLargerThanItsFilesNeedIsRefused() {
		Map<String, String> many = new LinkedHashMap<>();
		for (int i = 0; i < 30_000; i++) {
			many.put("f" + i, "");
		}
		this.intake.assertRefused(TestArchives.zip(many), "directory far larger");
	}

	@Test
	void aNameInAZipThatIsNotUnicodeIsRefused() {
		byte[] zip = TestArchives.zip(Map.of("name", "x"));
		zip[directory(zip) + 46] = (byte) 0xff;
		this.intake.assertRefused(zip, "has a name that is not UTF-8; rename it");
	}

	@Test
	void anEncryptedFileOrAnUncommonCompressionInAZipIsRefused() {
		byte[] encrypted = TestArchives.zip(Map.of("name", "x"));
		encrypted[directory(encrypted) + 8] |= 1;
		this.intake.assertRefused(encrypted, "'name' is encrypted");
		byte[] xz = TestArchives.zip(Map.of("name", "x"));
		xz[directory(xz) + 10] = 95;
		this.intake.assertRefused(xz, "neither stored nor deflated");
	}

	private static int directory(byte[] zip) {
		for (int i = 0; i < zip.length; i++) {
			if (Arrays.equals(zip, i, i + DIRECTORY.length, DIRECTORY, 0, DIRECTORY.length)) {
				return i;
			}
		}
		throw new IllegalArgumentException("not a zip");
	}

}
