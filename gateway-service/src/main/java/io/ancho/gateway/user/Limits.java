package io.ancho.gateway.user;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * What operators have set for a user. The services behind the gateway are told it with
 * the user's identity, and hold the user to it.
 *
 * @param quota the most that the user may have, by the name of the quota; what is not in
 * it is as the services' configuration says
 * @param weight the user's share of what all use, relative to that of others
 * @param since when it was set; {@link Instant#EPOCH} for never
 */
public record Limits(SortedMap<String, Long> quota, double weight, Instant since) {

	/** Nothing was ever set. */
	public static final Limits NONE = new Limits(Collections.emptySortedMap(), 1, Instant.EPOCH);

	public Limits {
		quota = Collections.unmodifiableSortedMap(new TreeMap<>(quota));
	}

	/**
	 * The limits, changed.
	 * @param changes the quotas to set, null for as the configuration says
	 * @param weight the weight, null to leave it
	 * @param now the time
	 * @return the new limits, the same if nothing is to be changed
	 */
	public Limits with(Map<String, @Nullable Long> changes, @Nullable Double weight, Instant now) {
		if (changes.isEmpty() && weight == null) {
			return this;
		}
		SortedMap<String, Long> changed = new TreeMap<>(this.quota);
		changes.forEach((name, value) -> {
			if (value != null) {
				changed.put(name, value);
			}
			else {
				changed.remove(name);
			}
		});
		return new Limits(changed, (weight != null) ? weight : this.weight, now);
	}

	/**
	 * The limits as an identity carries them.
	 * @return empty if nothing was ever set
	 */
	public Map<String, Object> claim() {
		return this.since.equals(Instant.EPOCH) ? Map.of()
				: Map.of("quota", this.quota, "weight", this.weight, "since", this.since.toEpochMilli());
	}

}
