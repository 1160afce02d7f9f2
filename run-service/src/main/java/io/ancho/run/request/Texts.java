package io.ancho.run.request;

/**
 * Texts that can be shown in one line.
 */
public final class Texts {

	/** What is wrong with one that cannot. */
	public static final String NOT_PLAIN = "must not have control characters";

	private Texts() {
	}

	/**
	 * Whether a text can be shown in one line.
	 * @param text the text
	 * @return whether it has no control character
	 */
	public static boolean isPlain(String text) {
		return text.codePoints().noneMatch(Character::isISOControl);
	}

}
