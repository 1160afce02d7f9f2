package io.ancho.gateway.user;

import java.time.Instant;
import java.util.SortedMap;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Somebody who may use the installation.
 *
 * @param name the name, which everything that belongs to the user is found by
 * @param operator whether the user may do what only operators may
 * @param createdAt since when
 * @param limits what operators have set for the user
 */
public record User(String name, boolean operator, Instant createdAt, @JsonIgnore Limits limits) {

	/**
	 * The most that operators let the user have, shown beside the rest.
	 * @return values by quota, none for what they have not set
	 */
	@JsonProperty
	public SortedMap<String, Long> quota() {
		return this.limits.quota();
	}

	/**
	 * The user's share of what all use, shown beside the rest.
	 * @return the share relative to that of others
	 */
	@JsonProperty
	public double weight() {
		return this.limits.weight();
	}

}
