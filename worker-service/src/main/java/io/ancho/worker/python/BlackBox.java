package io.ancho.worker.python;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is left of a runner that dies. A file of the index of the sequence under way (of a
 * batch model, of the block's first), int64 LE, and behind it what Python's
 * {@code faulthandler} wrote when a signal ended the process. The model can write to it
 * as well, so all of it is a hint and no proof. It can be read until it is closed, even
 * if it has been deleted.
 */
final class BlackBox implements Closeable {

	/** The index before the process has read a request to load a model. */
	static final long UNTOUCHED = -1;

	/** The index while the model loads. */
	static final long LOADING = -2;

	private static final Logger logger = LoggerFactory.getLogger(BlackBox.class);

	private static final Pattern FRAME = Pattern.compile(" {2}File \"(.+)\", line (\\d+) in (.+)");

	private static final int MAX_TEXT = 16_000;

	private final Scratch.Places places;

	private final FileChannel file;

	private BlackBox(Scratch.Places places, FileChannel file) {
		this.places = places;
		this.file = file;
	}

	/**
	 * Makes the file.
	 * @param scratch the folder it is made in
	 * @param places where the process finds it, and its model's files
	 */
	static BlackBox create(Scratch scratch, Scratch.Places places) throws IOException {
		FileChannel file = FileChannel.open(scratch.box(), StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
				StandardOpenOption.WRITE);
		file.write(littleEndian(Long.BYTES).putLong(UNTOUCHED).flip());
		return new BlackBox(places, file);
	}

	/** Where the process finds it, and its model's files. */
	Scratch.Places places() {
		return this.places;
	}

	/**
	 * The sequence under way, or {@link #UNTOUCHED} or {@link #LOADING}.
	 */
	long index() {
		ByteBuffer index = read(0, Long.BYTES);
		return index.hasRemaining() ? index.getLong() : UNTOUCHED;
	}

	/**
	 * The author's own frames, the innermost last.
	 * @param model where the process finds the model's files
	 * @return null if the process was not ended by a signal that can be caught
	 */
	@Nullable String traceback(Path model) {
		String text = StandardCharsets.UTF_8.decode(read(Long.BYTES, MAX_TEXT)).toString();
		List<String> frames = new ArrayList<>();
		for (String line : text.split("\n")) {
			Matcher frame = FRAME.matcher(line);
			String file = frame.matches() ? fileOfModel(frame.group(1), model) : null;
			if (file != null) {
				frames.add(0, "File \"%s\", line %s, in %s".formatted(file, frame.group(2), frame.group(3)));
			}
		}
		return frames.isEmpty() ? null : String.join("\n", frames);
	}

	private @Nullable String fileOfModel(String file, Path model) {
		for (Path folder : List.of(this.places.copyOfModel(), model)) {
			if (file.startsWith(folder + "/")) {
				return file.substring(folder.toString().length() + 1);
			}
		}
		return null;
	}

	/** All the bytes that are asked for, or none. */
	private ByteBuffer read(long from, int length) {
		ByteBuffer bytes = littleEndian(length);
		try {
			int n = this.file.read(bytes, from);
			return (n == length || from > 0) ? bytes.flip() : bytes.limit(0).position(0);
		}
		catch (IOException ex) {
			logger.debug("Cannot read a black box", ex);
			return littleEndian(0);
		}
	}

	private static ByteBuffer littleEndian(int capacity) {
		return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
	}

	@Override
	public void close() {
		try {
			this.file.close();
		}
		catch (IOException ex) {
			logger.debug("Cannot close a black box", ex);
		}
	}

}
