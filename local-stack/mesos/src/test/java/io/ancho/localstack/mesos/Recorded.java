package io.ancho.localstack.mesos;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What real masters were asked and what they answered.
 */
final class Recorded {

	private Recorded() {
	}

	/** The lines of a file, each cut at its bars. */
	static List<List<String>> lines(String name) throws IOException {
		return text(name).lines()
			.filter((line) -> !line.isBlank() && !line.startsWith("#"))
			.map((line) -> Arrays.stream(line.split("\\|", -1)).map(Recorded::unpadded).toList())
			.toList();
	}

	/** All of a file. */
	static String text(String name) throws IOException {
		try (InputStream in = Objects.requireNonNull(Recorded.class.getResourceAsStream("/recorded/" + name))) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	/** Without the one space before and after a bar. */
	private static String unpadded(String cell) {
		String text = cell.startsWith(" ") ? cell.substring(1) : cell;
		return text.endsWith(" ") ? text.substring(0, text.length() - 1) : text;
	}

}
