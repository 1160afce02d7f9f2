package io.ancho.run.quota;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What operators have set for one user, as the gateway says in the user's identity.
 *
 * @param quota the most, by quota's name; what is not in it is as configured
 * @param weight the user's share of what all use, relative to that of others
 * @param since when it was set, milliseconds since 1970; 0 for never
 */
record OwnLimits(Map<String, Long> quota, double weight, long since) {

	static final OwnLimits NONE = new OwnLimits(Map.of(), 1, 0);

	OwnLimits {
		quota = Map.copyOf(quota);
	}

	@Nullable Long of(Quota quota) {
		return this.quota.get(quota.toString());
	}

}
