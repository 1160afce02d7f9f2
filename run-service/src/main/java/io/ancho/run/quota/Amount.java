package io.ancho.run.quota;

import org.jspecify.annotations.Nullable;

/**
 * How much of something a user has.
 *
 * @param limit the most, or null for any amount
 * @param used how much the user has
 * @param left how much more the user may have, or null for any amount
 */
public record Amount(@Nullable Long limit, long used, @Nullable Long left) {

	/**
	 * What a user has of what there is a limit for, or none.
	 * @param limit the most, or null for any amount
	 * @param used how much the user has
	 */
	public Amount(@Nullable Long limit, double used) {
		this(limit, of(used), (limit != null) ? Math.max(0, limit - of(used)) : null);
	}

	/** Products of what users ask for may be larger than any long. */
	static long of(double amount) {
		return (long) amount;
	}

}
