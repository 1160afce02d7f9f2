package io.ancho.stats.summary;

import java.util.Locale;

/**
 * Where summaries are made: one at a time in each lane, and the lanes side by side, so
 * that none waits for one that is much larger.
 */
enum Lane {

	/** Well under a second of work. */
	SMALL(1L << 21),

	/** Up to about half a minute of it. */
	MEDIUM(1L << 27),

	/** Everything else. */
	LARGE(Long.MAX_VALUE);

	private final double largest;

	Lane(long largest) {
		this.largest = largest;
	}

	/**
	 * The lane of a summary.
	 * @param size its size, as {@link SummaryJob#size()} has it
	 */
	static Lane of(double size) {
		for (Lane lane : values()) {
			if (size <= lane.largest) {
				return lane;
			}
		}
		return LARGE;
	}

	/** Its name in the Spark driver's requests. */
	String key() {
		return name().toLowerCase(Locale.ROOT);
	}

}
