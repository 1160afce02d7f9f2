package io.ancho.run.storage;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import io.ancho.run.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * Part of a list.
 *
 * @param <T> what it is a list of
 * @param items in the list's order
 * @param next the cursor that asks for what follows, or null at the end
 */
public record Page<T>(List<T> items, @Nullable String next) {

	/**
	 * A cursor, which means nothing to a client.
	 * @param position the last item seen
	 * @return URL-safe text
	 */
	public static String cursor(String position) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(position.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Reads a cursor that a client sent back.
	 * @param cursor the cursor
	 * @return the position it was made of
	 */
	public static String position(String cursor) {
		try {
			return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			throw badCursor();
		}
	}

	/**
	 * A cursor that no list of ours has given out.
	 * @return the exception to throw
	 */
	public static ProblemException badCursor() {
		return ProblemException.invalid("cursor", "is not one that a list has given; leave it out to start");
	}

}
