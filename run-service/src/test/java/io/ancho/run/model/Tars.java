package io.ancho.run.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

import org.apache.commons.compress.archivers.tar.TarUtils;

/**
 * Tar archives for tests, of any kind of entry.
 */
final class Tars {

	private Tars() {
	}

	/** A whole archive of entries of a type. */
	static byte[] tarGz(Map<String, String> entries, char type) {
		return tarGz(entries, type, Map.of());
	}

	/** The same, with ordinary files behind them. */
	static byte[] tarGz(Map<String, String> entries, char type, Map<String, String> files) {
		return gzip(join(tar(entries, type), tar(files, '0'), new byte[1024]));
	}

	/** Entries with a mode of seven octal digits. */
	static byte[] withMode(byte[] entries, String mode) {
		byte[] tar = entries.clone();
		for (int at = 0; at < tar.length;) {
			byte[] header = Arrays.copyOfRange(tar, at, at + 512);
			System.arraycopy(mode.getBytes(StandardCharsets.US_ASCII), 0, header, 100, mode.length());
			sign(header);
			System.arraycopy(header, 0, tar, at, 512);
			int size = Integer.parseInt(new String(header, 124, 11, StandardCharsets.US_ASCII), 8);
			at += 512 + (size + 511) / 512 * 512;
		}
		return tar;
	}

	/** Entries without the two empty blocks that end an archive. */
	static byte[] tar(Map<String, String> entries, char type) {
		ByteArrayOutputStream tar = new ByteArrayOutputStream();
		entries.forEach((path, text) -> {
			byte[] content = text.getBytes(StandardCharsets.UTF_8);
			byte[] header = UstarHeader.of(path, content.length, false);
			header[156] = (byte) type;
			sign(header);
			tar.writeBytes(header);
			tar.writeBytes(content);
			tar.writeBytes(new byte[(512 - content.length % 512) % 512]);
		});
		return tar.toByteArray();
	}

	/** Makes the sum right of a header that was changed. */
	static void sign(byte[] header) {
		Arrays.fill(header, 148, 156, (byte) ' ');
		TarUtils.formatCheckSumOctalBytes(TarUtils.computeCheckSum(Arrays.copyOf(header, 512)), header, 148, 8);
	}

	static byte[] join(byte[]... parts) {
		ByteArrayOutputStream joined = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			joined.writeBytes(part);
		}
		return joined.toByteArray();
	}

	static byte[] gzip(byte[] bytes) {
		ByteArrayOutputStream gzip = new ByteArrayOutputStream();
		try (OutputStream out = new GZIPOutputStream(gzip)) {
			out.write(bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return gzip.toByteArray();
	}

}
