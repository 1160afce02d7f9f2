package io.ancho.run.request;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Texts that can be shown in one line: names, labels, paths. A terminal or a page obeys
 * some characters instead of showing them, or takes them for the end of a line; those are
 * refused. The SDK refuses the same (its module {@code ancho._text}).
 */
public final class Texts {

	/** Unicode gives controls no names; these are the usual ones. */
	private static final Map<Integer, String> CONTROLS = Map.of(0x00, "NULL", 0x07, "BELL", 0x08, "BACKSPACE", 0x09,
			"CHARACTER TABULATION", 0x0a, "LINE FEED", 0x0d, "CARRIAGE RETURN", 0x1b, "ESCAPE", 0x7f, "DELETE", 0x85,
			"NEXT LINE");

	private Texts() {
	}

	/**
	 * What is wrong with a text that cannot be shown in one line.
	 * @param text the text
	 * @return for instance {@code must not have U+001B ESCAPE}, of the first such
	 * character; nothing if there is none
	 */
	public static Optional<String> fault(String text) {
		return unfit(text).map((character) -> "must not have " + character);
	}

	/**
	 * The first character of a text that cannot be shown in one line.
	 * @param text the text
	 * @return its code point and name, such as {@code U+200E LEFT-TO-RIGHT MARK}
	 */
	public static Optional<String> unfit(String text) {
		return text.codePoints().filter(Texts::isUnfit).mapToObj(Texts::described).findFirst();
	}

	/**
	 * A character by its code point and its name.
	 * @param character the code point
	 * @return such as {@code U+001B ESCAPE}
	 */
	public static String described(int character) {
		String name = Character.isISOControl(character) ? CONTROLS.getOrDefault(character, "CONTROL CHARACTER")
				: Objects.requireNonNullElse(Character.getName(character), "UNASSIGNED");
		return "U+%04X %s".formatted(character, isSurrogate(character) ? "SURROGATE" : name);
	}

	/**
	 * Controls, ends of lines and paragraphs, and what turns the direction of writing.
	 */
	private static boolean isUnfit(int character) {
		return switch (Character.getType(character)) {
			case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
				true;
			case Character.FORMAT -> isDirection(character);
			default -> false;
		};
	}

	/** Marks, embeddings, overrides and isolates of Unicode Standard Annex 9. */
	private static boolean isDirection(int character) {
		return character == 0x061c || character == 0x200e || character == 0x200f
				|| character >= 0x202a && character <= 0x202e || character >= 0x2066 && character <= 0x2069;
	}

	private static boolean isSurrogate(int character) {
		return Character.getType(character) == Character.SURROGATE;
	}

}
