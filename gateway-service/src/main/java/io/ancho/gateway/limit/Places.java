package io.ancho.gateway.limit;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Places, of which everybody may have some at once.
 */
class Places {

	private final int most;

	private final ConcurrentMap<String, Integer> taken = new ConcurrentHashMap<>();

	/**
	 * Places that are all free.
	 * @param most how many anybody may have
	 */
	Places(int most) {
		this.most = most;
	}

	/** Takes a place; false if whoever it is has all they may have. */
	boolean take(String who) {
		boolean[] given = new boolean[1];
		this.taken.compute(who, (key, before) -> {
			int has = (before != null) ? before : 0;
			given[0] = has < this.most;
			return given[0] ? Integer.valueOf(has + 1) : before;
		});
		return given[0];
	}

	/** Gives back a place that was taken. */
	void free(String who) {
		this.taken.computeIfPresent(who, (key, has) -> (has > 1) ? has - 1 : null);
	}

	int most() {
		return this.most;
	}

}
