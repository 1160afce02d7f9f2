package io.ancho.worker.python;

import java.util.Map;
import java.util.TreeMap;

import io.ancho.events.SequenceFailure;
import org.jspecify.annotations.Nullable;

/**
 * Text as it can be written in UTF-8, to Kafka and to Cassandra. Python's may hold halves
 * of surrogate pairs, which cannot.
 */
public final class StorableText {

	/** A failure's text beyond it helps nobody, and would not fit into a message. */
	private static final int MAX_LENGTH = 64 * 1024;

	/** Names are part of a partition's key, which Cassandra allows 65,535 bytes. */
	private static final int MAX_NAME = 10_000;

	private StorableText() {
	}

	/**
	 * Whether a text can be a name in the store as it is.
	 * @param name the text
	 * @return false if it is empty, too long or no Unicode
	 */
	static boolean isName(@Nullable String name) {
		return name != null && !name.isEmpty() && name.length() <= MAX_NAME
				&& name.codePoints().noneMatch(StorableText::isSurrogate);
	}

	private static boolean isSurrogate(int codePoint) {
		return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
	}

	/**
	 * A text that can be stored, as near to a given one as may be.
	 * @param text the text
	 * @return without halves of surrogate pairs, and no longer than is useful
	 */
	public static String of(String text) {
		StringBuilder storable = new StringBuilder();
		text.codePoints()
			.limit(MAX_LENGTH)
			.map((codePoint) -> isSurrogate(codePoint) ? '\uFFFD' : codePoint)
			.forEach(storable::appendCodePoint);
		return storable.toString();
	}

	static @Nullable String ofNullable(@Nullable String text) {
		return (text != null) ? of(text) : null;
	}

	static Map<String, String> of(Map<String, String> texts) {
		Map<String, String> storable = new TreeMap<>();
		texts.forEach((name, value) -> storable.put(of(name), of(String.valueOf(value))));
		return storable;
	}

	static SequenceFailure of(SequenceFailure failure) {
		return new SequenceFailure(failure.sequence(), of(String.valueOf(failure.errorType())),
				of(String.valueOf(failure.message())), ofNullable(failure.traceback()));
	}

}
