package io.ancho.worker.cache;

import io.ancho.worker.run.EndedRuns;

/**
 * Makes what notes the use of a cache, for tests of other packages.
 */
public final class CacheUses {

	private CacheUses() {
	}

	public static CacheUse of(EndedRuns endedRuns) {
		return new CacheUse(endedRuns);
	}

}
