package io.ancho.run.planning;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.ancho.events.PartialMoments;
import io.ancho.statistics.Interval;
import io.ancho.statistics.MeanSequence;
import io.ancho.statistics.Proportion;
import io.ancho.statistics.ProportionSequence;
import org.jspecify.annotations.Nullable;

/**
 * A run's figures over the contiguous prefix of its sequences. How long the prefix is at
 * a time depends on the values where slow sequences have others than quick ones, so an
 * interval that holds for a number of sequences fixed beforehand would not do: these hold
 * at all numbers at once. Whatever the data cannot give is null, and so are counts and
 * the kind of interval where an earlier version has stored the figures.
 *
 * @param sequences how many sequences they are over, failed ones included
 * @param interval how their intervals hold
 * @param outputs each scalar output's figures
 * @param targets each target's figures
 */
public record LiveStatistics(long sequences, @Nullable String interval, Map<String, LiveOutput> outputs,
		Map<String, LiveTarget> targets) {

	/** At all times at once. */
	private static final String ANYTIME = "anytime";

	private static final double CONFIDENCE = 0.95;

	/**
	 * An output's figures.
	 *
	 * @param count how many finite values
	 * @param nan how many are not a number
	 * @param infinite how many are infinite, of either sign
	 * @param positiveInfinite how many of these are positive
	 * @param mean the finite values' mean
	 * @param ci95 the 95% confidence interval of the mean, low and high
	 * @param min the smallest number, or null where that is −∞
	 * @param max the largest number, or null where that is ∞
	 */
	public record LiveOutput(long count, @Nullable Long nan, @Nullable Long infinite, @Nullable Long positiveInfinite,
			@Nullable Double mean, @Nullable List<Double> ci95, @Nullable Double min, @Nullable Double max) {
	}

	/**
	 * A target's figures.
	 *
	 * @param count how many sequences met it
	 * @param trials of how many, whose output was a number
	 * @param probability the fraction that met it
	 * @param ci95 its 95% confidence interval, low and high
	 */
	public record LiveTarget(@Nullable Long count, @Nullable Long trials, @Nullable Double probability,
			@Nullable List<Double> ci95) {
	}

	static @Nullable LiveStatistics of(Tally prefix) {
		if (prefix.sequences() == 0) {
			return null;
		}
		Map<String, LiveOutput> outputs = new TreeMap<>();
		prefix.moments().forEach((name, moments) -> outputs.put(name, output(moments)));
		Map<String, LiveTarget> targets = new TreeMap<>();
		prefix.targets().forEach((name, proportion) -> targets.put(name, target(proportion)));
		return new LiveStatistics(prefix.sequences(), ANYTIME, outputs, targets);
	}

	private static LiveOutput output(PartialMoments moments) {
		boolean isEmpty = moments.count() == 0;
		MeanSequence.Sample sample = new MeanSequence.Sample(moments.count(), moments.mean(), moments.m2(),
				moments.min(), moments.max());
		boolean isUnboundedBelow = moments.infinite() > moments.positiveInfinite();
		boolean isUnboundedAbove = moments.positiveInfinite() > 0;
		return new LiveOutput(moments.count(), moments.nan(), moments.infinite(), moments.positiveInfinite(),
				isEmpty ? null : finite(moments.mean()), pair(MeanSequence.interval(sample, CONFIDENCE)),
				(isEmpty || isUnboundedBelow) ? null : finite(moments.min()),
				(isEmpty || isUnboundedAbove) ? null : finite(moments.max()));
	}

	private static LiveTarget target(Proportion proportion) {
		return new LiveTarget(proportion.successes(), proportion.trials(), finite(proportion.estimate()),
				pair(ProportionSequence.interval(proportion, CONFIDENCE)));
	}

	private static @Nullable Double finite(double x) {
		return Double.isFinite(x) ? x : null;
	}

	private static @Nullable List<Double> pair(Interval interval) {
		boolean known = Double.isFinite(interval.low()) && Double.isFinite(interval.high());
		return known ? List.of(interval.low(), interval.high()) : null;
	}

}
