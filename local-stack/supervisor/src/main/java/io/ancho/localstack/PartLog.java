package io.ancho.localstack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a part prints. Parts append to the file themselves, so that they need no reader;
 * beyond 16 MiB the file is copied to {@code .1} and emptied.
 */
final class PartLog {

	private static final long LARGEST = 16L << 20;

	private static final int TAIL = 64 << 10;

	private static final int LINES = 6;

	private static final Pattern STACK_FRAME = Pattern.compile("\\s+(at |\\.\\.\\. ).*");

	private static final Pattern TROUBLE = Pattern.compile("ERROR|Exception|Error:|Caused by:|refused|FAILED");

	/** Spring's account of which bean needed which, of which only the cause matters. */
	private static final Pattern WRAPPING = Pattern.compile("org\\.springframework\\.beans\\.|Application run failed");

	private static final String BOOT_FAILURE = "APPLICATION FAILED TO START";

	private final Path folder;

	private final Path file;

	private volatile long launchedAt;

	PartLog(Path folder, String part) {
		this.folder = folder;
		this.file = folder.resolve(part + ".log");
	}

	Path folder() {
		return this.folder;
	}

	Path file() {
		return this.file;
	}

	void trim() throws IOException {
		if (size() > LARGEST) {
			Files.copy(this.file, this.file.resolveSibling(this.file.getFileName() + ".1"),
					StandardCopyOption.REPLACE_EXISTING);
			Files.newByteChannel(this.file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING).close();
		}
	}

	/**
	 * From here on the file holds what a new process says.
	 */
	void launched() throws IOException {
		Files.createDirectories(this.folder);
		trim();
		this.launchedAt = size();
	}

	/**
	 * The last lines of the newest process that tell why it ended, at most six.
	 */
	List<String> reason() {
		List<String> lines;
		try {
			lines = tail().lines()
				.filter((line) -> !line.isBlank() && !STACK_FRAME.matcher(line).matches())
				.map((line) -> line.substring(0, Math.min(line.length(), 400)))
				.toList();
		}
		catch (IOException ex) {
			return List.of(this.file + " cannot be read: " + ex.getMessage());
		}
		int boot = lines.indexOf(BOOT_FAILURE);
		if (boot >= 0) {
			return last(
					lines.subList(boot + 1, lines.size()).stream().filter((line) -> !line.startsWith("***")).toList());
		}
		List<String> trouble = lines.stream()
			.filter((line) -> TROUBLE.matcher(line).find() && !WRAPPING.matcher(line).find())
			.toList();
		return last(trouble.isEmpty() ? lines : trouble);
	}

	private String tail() throws IOException {
		try (RandomAccessFile log = new RandomAccessFile(this.file.toFile(), "r")) {
			long start = (this.launchedAt <= log.length()) ? this.launchedAt : 0;
			start = Math.max(start, log.length() - TAIL);
			byte[] bytes = new byte[(int) (log.length() - start)];
			log.seek(start);
			log.readFully(bytes);
			return new String(bytes, StandardCharsets.UTF_8);
		}
	}

	private long size() throws IOException {
		return Files.exists(this.file) ? Files.size(this.file) : 0;
	}

	private static List<String> last(List<String> lines) {
		return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
	}

}
