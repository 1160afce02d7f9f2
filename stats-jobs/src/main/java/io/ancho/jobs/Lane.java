package io.ancho.jobs;

import java.util.Locale;

/**
 * Where a summary is made. One at a time in each lane, and the lanes side by side, so
 * that a summary waits for none that is much larger.
 */
enum Lane {

	/** In this process alone, without Spark, whose slots may all be taken. */
	SMALL,

	/** By Spark, in turns with a large one. */
	MEDIUM,

	/** By Spark. */
	LARGE;

	boolean isDistributed() {
		return this != SMALL;
	}

	/** Spark's pool of the lane's jobs; pools get equal shares of the slots. */
	String pool() {
		return name().toLowerCase(Locale.ROOT);
	}

	static Lane named(String name) {
		return valueOf(name.toUpperCase(Locale.ROOT));
	}

}
