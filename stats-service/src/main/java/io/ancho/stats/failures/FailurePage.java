package io.ancho.stats.failures;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import io.ancho.events.SequenceFailure;
import io.ancho.stats.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * Part of a run's failed sequences.
 *
 * @param items in order of their indices
 * @param next the cursor that asks for what follows, or null at the end
 */
record FailurePage(List<SequenceFailure> items, @Nullable String next) {

	static FailurePage of(List<SequenceFailure> items, int limit) {
		boolean more = items.size() == limit;
		return new FailurePage(items, more ? cursor(items.get(limit - 1).sequence() + 1) : null);
	}

	private static String cursor(long from) {
		return Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString(String.valueOf(from).getBytes(StandardCharsets.UTF_8));
	}

	/** The first sequence that a cursor stands for. */
	static long position(@Nullable String cursor) {
		if (cursor == null) {
			return 0;
		}
		try {
			long position = Long.parseLong(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
			if (position >= 0) {
				return position;
			}
		}
		catch (IllegalArgumentException ex) {
			// Falls through: said to the client below, in its own terms.
		}
		throw ProblemException.invalid("cursor", "is not one that a list has given; leave it out to start");
	}

}
