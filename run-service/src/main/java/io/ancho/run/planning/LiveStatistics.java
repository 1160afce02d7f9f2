package io.ancho.run.planning;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.ancho.statistics.Interval;
import io.ancho.statistics.Moments;
import io.ancho.statistics.Proportion;
import org.jspecify.annotations.Nullable;

/**
 * A run's figures over the contiguous prefix of its sequences, so that slow sequences do
 * not bias them. Whatever the data cannot give is null.
 *
 * @param sequences how many sequences they are over, failed ones included
 * @param outputs each scalar output's figures
 * @param targets each target's figures
 */
public record LiveStatistics(long sequences, Map<String, LiveOutput> outputs, Map<String, LiveTarget> targets) {

	private static final double CONFIDENCE = 0.95;

	/**
	 * An output's figures, over its finite values.
	 *
	 * @param count how many values
	 * @param mean their mean
	 * @param ci95 the 95% confidence interval of the mean, low and high
	 * @param min the smallest
	 * @param max the largest
	 */
	public record LiveOutput(long count, @Nullable Double mean, @Nullable List<Double> ci95, @Nullable Double min,
			@Nullable Double max) {
	}

	/**
	 * A target's figures, over the sequences that did not fail.
	 *
	 * @param probability the fraction that met it
	 * @param ci95 its 95% confidence interval, low and high
	 */
	public record LiveTarget(@Nullable Double probability, @Nullable List<Double> ci95) {
	}

	static @Nullable LiveStatistics of(Tally prefix) {
		if (prefix.sequences() == 0) {
			return null;
		}
		Map<String, LiveOutput> outputs = new TreeMap<>();
		prefix.moments().forEach((name, moments) -> outputs.put(name, output(moments)));
		Map<String, LiveTarget> targets = new TreeMap<>();
		long succeeded = prefix.sequences() - prefix.failed();
		prefix.hits().forEach((name, hits) -> targets.put(name, target(new Proportion(hits, succeeded))));
		return new LiveStatistics(prefix.sequences(), outputs, targets);
	}

	private static LiveOutput output(Moments moments) {
		return new LiveOutput(moments.count(), finite(moments.mean()), pair(moments.meanInterval(CONFIDENCE)),
				finite(moments.min()), finite(moments.max()));
	}

	private static LiveTarget target(Proportion proportion) {
		return new LiveTarget(finite(proportion.estimate()), pair(proportion.wilson(CONFIDENCE)));
	}

	private static @Nullable Double finite(double x) {
		return Double.isFinite(x) ? x : null;
	}

	private static @Nullable List<Double> pair(Interval interval) {
		boolean known = Double.isFinite(interval.low()) && Double.isFinite(interval.high());
		return known ? List.of(interval.low(), interval.high()) : null;
	}

}
