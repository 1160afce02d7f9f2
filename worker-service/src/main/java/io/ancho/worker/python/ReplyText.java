package io.ancho.worker.python;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Texts in a reply: names, which are shown in one line and are part of keys, and others.
 * What a name may not have is what the SDK refuses (its modules {@code ancho._layout} and
 * {@code ancho._text}).
 */
final class ReplyText {

	private static final int MAX_BYTES = 64 * 1024;

	private static final int MAX_CHARACTERS = 200;

	private static final int MAX_PACKAGES = 1000;

	/** They stand for elements and separate columns elsewhere. */
	private static final String RESERVED = "[],\"";

	private ReplyText() {
	}

	/**
	 * A text of any kind.
	 * @param what what it is of, for whoever reads why it is refused
	 * @param text the text
	 * @return the same
	 * @throws ProtocolBrokenException if there is none, if it has more than 64 KiB or if
	 * it is no Unicode
	 */
	static String text(String what, @Nullable String text) throws ProtocolBrokenException {
		if (text == null) {
			throw new ProtocolBrokenException("a reply has no " + what);
		}
		if (text.length() > MAX_BYTES || bytes(text) > MAX_BYTES) {
			throw new ProtocolBrokenException("a reply's " + what + " has more than " + MAX_BYTES + " bytes");
		}
		if (text.codePoints().anyMatch((c) -> Character.getType(c) == Character.SURROGATE)) {
			throw new ProtocolBrokenException("a reply's " + what + " has half a surrogate pair");
		}
		return text;
	}

	private static long bytes(String text) {
		return text.chars()
			.mapToLong((c) -> (c < 0x80) ? 1 : (c < 0x800) ? 2 : Character.isSurrogate((char) c) ? 2 : 3)
			.sum();
	}

	/**
	 * A text that is shown in one line.
	 * @param what what it is of
	 * @param text the text
	 * @return the same
	 * @throws ProtocolBrokenException if it has not 1 to 200 characters, or one that is
	 * obeyed instead of shown
	 */
	static String line(String what, @Nullable String text) throws ProtocolBrokenException {
		String line = text(what, text);
		int characters = line.codePointCount(0, line.length());
		if (characters < 1 || characters > MAX_CHARACTERS) {
			throw new ProtocolBrokenException(
					"a reply's %s has %d characters, not 1 to %d".formatted(what, characters, MAX_CHARACTERS));
		}
		if (line.codePoints().anyMatch(ReplyText::isObeyed)) {
			throw new ProtocolBrokenException("a reply's " + what + " has characters that cannot be printed");
		}
		return line;
	}

	/**
	 * Packages and their versions.
	 * @param packages the packages
	 * @return the same
	 * @throws ProtocolBrokenException if there are none, more than 1,000, or ones that
	 * are no lines of text
	 */
	static Map<String, String> packages(@Nullable Map<String, String> packages) throws ProtocolBrokenException {
		if (packages == null || packages.size() > MAX_PACKAGES) {
			throw new ProtocolBrokenException("a reply has no list of packages, or more than " + MAX_PACKAGES);
		}
		int length = 0;
		for (Map.Entry<String, String> entry : packages.entrySet()) {
			length += line("package's name", entry.getKey()).length();
			length += line("package's version", entry.getValue()).length();
		}
		if (length > MAX_BYTES) {
			throw new ProtocolBrokenException("the list of packages has %d characters".formatted(length));
		}
		return packages;
	}

	/** Controls, ends of lines, and marks of the writing direction. */
	private static boolean isObeyed(int c) {
		return switch (Character.getType(c)) {
			case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
			case Character.FORMAT -> c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e)
					|| (c >= 0x2066 && c <= 0x2069);
			default -> false;
		};
	}

	/**
	 * Outputs' names, each different from those before.
	 */
	static final class Names {

		private final Set<String> normalised = new HashSet<>();

		/**
		 * The next name.
		 * @param name the name
		 * @return the same
		 * @throws ProtocolBrokenException if it is no output's name, or looks like one
		 * before (Unicode's normal form C)
		 */
		String next(@Nullable String name) throws ProtocolBrokenException {
			String line = line("output's name", name);
			if (line.chars().anyMatch((c) -> RESERVED.indexOf(c) >= 0) || line.equals("sequence")) {
				throw new ProtocolBrokenException("no output can have the name " + line);
			}
			if (!this.normalised.add(Normalizer.normalize(line, Normalizer.Form.NFC))) {
				throw new ProtocolBrokenException("two outputs have the name " + line);
			}
			return line;
		}

	}

}
