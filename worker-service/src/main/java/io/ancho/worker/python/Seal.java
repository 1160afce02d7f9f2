package io.ancho.worker.python;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.ancho.worker.cache.CacheUse;

/**
 * How an environment was when it was made: the names, modes, sizes and times of change of
 * all its files. The time of change is the kernel's and cannot be set back, so that it
 * tells without reading hundreds of megabytes.
 */
final class Seal {

	private Seal() {
	}

	/** Notes how a folder is. */
	static void set(Path folder) throws IOException {
		if (!Files.exists(file(folder))) {
			Files.writeString(file(folder), digest(folder));
		}
	}

	/** Whether a folder is as it was. */
	static boolean isWhole(Path folder) throws IOException {
		return Files.exists(file(folder)) && Files.readString(file(folder)).equals(digest(folder));
	}

	/** Has an environment made anew. */
	static void breakOf(Path folder) throws IOException {
		Files.deleteIfExists(folder.resolve("ancho-ready"));
		Files.deleteIfExists(file(folder));
	}

	private static Path file(Path folder) {
		return folder.resolveSibling(folder.getFileName() + CacheUse.SEAL);
	}

	private static String digest(Path folder) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			List<String> lines = files.map((file) -> line(folder, file)).sorted().toList();
			byte[] all = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(all));
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every JDK has SHA-256", ex);
		}
	}

	private static String line(Path folder, Path file) {
		try {
			Map<String, Object> of = Files.readAttributes(file, "unix:mode,size,ctime,ino", LinkOption.NOFOLLOW_LINKS);
			return folder.relativize(file) + " " + of.get("mode") + " " + of.get("size") + " " + of.get("ctime") + " "
					+ of.get("ino");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
