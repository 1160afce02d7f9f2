package io.ancho.worker.python;

/**
 * Text as it can be written in UTF-8, to Kafka and to Cassandra. Python's may hold halves
 * of surrogate pairs, which cannot.
 */
public final class StorableText {

	/** A failure's text beyond it helps nobody, and would not fit into a message. */
	private static final int MAX_LENGTH = 64 * 1024;

	private StorableText() {
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

}
