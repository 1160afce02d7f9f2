package io.ancho.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Archives for tests.
 */
public final class TestArchives {

	static final String TOML = "[model]\nname = \"index\"\nentrypoint = \"model:sequence\"\n";

	private TestArchives() {
	}

	/**
	 * A small model.
	 * @return a zip
	 */
	public static byte[] model() {
		return zip(Map.of("ancho.toml", TOML, "model.py", "def sequence(rng, start):\n    return {'x': 0.0}\n"));
	}

	/**
	 * A zip of text files.
	 * @param files path to text
	 * @return the zip
	 */
	public static byte[] zip(Map<String, String> files) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(out)) {
			for (Map.Entry<String, String> file : files.entrySet()) {
				zip.putNextEntry(new ZipEntry(file.getKey()));
				zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
				zip.closeEntry();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return out.toByteArray();
	}

}
