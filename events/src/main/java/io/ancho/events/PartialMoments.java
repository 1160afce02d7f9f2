package io.ancho.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The moments of a scalar output over part of a run, mergeable with those of other parts:
 * of its finite values, and how many others there are.
 *
 * @param count how many finite values
 * @param nan how many are not a number
 * @param infinite how many are infinite, of either sign
 * @param positiveInfinite how many of these are positive
 * @param mean the finite values' mean, or 0 if there is none
 * @param m2 the sum of their squared deviations from the mean
 * @param min the smallest of them, or 0 if there is none
 * @param max the largest of them, or 0 if there is none
 */
public record PartialMoments(long count, long nan, long infinite, long positiveInfinite, double mean, double m2,
		double min, double max) {

	/** The moments of nothing. */
	public static final PartialMoments NONE = new PartialMoments(0, 0, 0, 0, 0, 0, 0, 0);

	/** Reads also what was stored before values that are not finite were counted. */
	@JsonCreator
	static PartialMoments read(@JsonProperty("count") long count, @JsonProperty("nan") @Nullable Long nan,
			@JsonProperty("infinite") @Nullable Long infinite,
			@JsonProperty("positive_infinite") @Nullable Long positiveInfinite, @JsonProperty("mean") double mean,
			@JsonProperty("m2") double m2, @JsonProperty("min") double min, @JsonProperty("max") double max) {
		return new PartialMoments(count, (nan != null) ? nan : 0, (infinite != null) ? infinite : 0,
				(positiveInfinite != null) ? positiveInfinite : 0, mean, m2, min, max);
	}

	/**
	 * These moments and others together (Chan, Golub, LeVeque 1979).
	 * @param other the moments of other sequences
	 * @return the moments of both
	 */
	public PartialMoments merge(PartialMoments other) {
		PartialMoments finite = (this.count == 0) ? other : (other.count == 0) ? this : mergeFinite(other);
		return new PartialMoments(this.count + other.count, this.nan + other.nan, this.infinite + other.infinite,
				this.positiveInfinite + other.positiveInfinite, finite.mean, finite.m2, finite.min, finite.max);
	}

	private PartialMoments mergeFinite(PartialMoments other) {
		double share = (double) other.count / (this.count + other.count);
		double delta = other.mean - this.mean;
		double mean = Double.isFinite(delta) ? this.mean + delta * share : this.mean * (1 - share) + other.mean * share;
		double m2 = this.m2 + other.m2 + delta * delta * share * this.count;
		return new PartialMoments(0, 0, 0, 0, mean, m2, Math.min(this.min, other.min), Math.max(this.max, other.max));
	}

}
