package io.ancho.jobs.summary;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

import io.ancho.statistics.ColumnMoments;
import io.ancho.statistics.ColumnTotals;
import io.ancho.statistics.Histogram;
import io.ancho.statistics.HistogramEdges;
import io.ancho.statistics.Interval;
import io.ancho.statistics.Quantile;
import org.jspecify.annotations.Nullable;

/**
 * All that the summary says of one column: order statistics over all numbers, infinities
 * among them, and moments and histogram over the finite values.
 */
final class ColumnFigures {

	static final double CONFIDENCE = 0.95;

	private final ColumnMoments moments;

	private final Map<Long, Double> orderStatistics;

	private @Nullable Histogram histogram;

	/**
	 * The figures of a column.
	 * @param moments its moments
	 * @param orderStatistics rank among the finite values to value
	 */
	ColumnFigures(ColumnMoments moments, Map<Long, Double> orderStatistics) {
		this.moments = moments;
		this.orderStatistics = orderStatistics;
	}

	/**
	 * The ranks that a column's figures need.
	 * @param totals the column's totals
	 * @param probabilities the wanted quantiles
	 * @param details whether the quantiles' intervals are wanted
	 * @return ranks among the finite values, from 1 to their count
	 */
	static SortedSet<Long> ranks(ColumnTotals totals, List<Double> probabilities, boolean details) {
		SortedSet<Long> ranks = new TreeSet<>();
		if (totals.count() == 0) {
			return ranks;
		}
		for (double p : new double[] { 0.25, 0.75 }) {
			addTo(ranks, new Quantile(p, totals.count()), 0);
		}
		for (double p : probabilities) {
			Quantile quantile = new Quantile(p, totals.numbers());
			addTo(ranks, quantile, totals.negativeInfinite());
			if (details) {
				Quantile.Ranks interval = quantile.interval(CONFIDENCE);
				ranks.add(interval.lower() - totals.negativeInfinite());
				ranks.add(interval.upper() - totals.negativeInfinite());
			}
		}
		return new TreeSet<>(ranks.subSet(1L, totals.count() + 1));
	}

	private static void addTo(SortedSet<Long> ranks, Quantile quantile, long before) {
		ranks.add(quantile.lowerRank() - before);
		ranks.add(quantile.upperRank() - before);
	}

	ColumnMoments moments() {
		return this.moments;
	}

	double quantile(double p) {
		ColumnTotals totals = this.moments.totals();
		if (totals.numbers() == 0) {
			return Double.NaN;
		}
		Quantile quantile = new Quantile(p, totals.numbers());
		return quantile.between(orderStatistic(quantile.lowerRank()), orderStatistic(quantile.upperRank()));
	}

	Interval quantileInterval(double p) {
		ColumnTotals totals = this.moments.totals();
		if (totals.numbers() == 0) {
			return new Interval(Double.NaN, Double.NaN);
		}
		Quantile.Ranks ranks = new Quantile(p, totals.numbers()).interval(CONFIDENCE);
		return new Interval(orderStatistic(ranks.lower()), orderStatistic(ranks.upper()));
	}

	double[] histogramEdges() {
		return HistogramEdges.of(this.moments, finiteQuantile(0.25), finiteQuantile(0.75));
	}

	private double finiteQuantile(double p) {
		Quantile quantile = new Quantile(p, this.moments.count());
		return quantile.between(finite(quantile.lowerRank()), finite(quantile.upperRank()));
	}

	@Nullable Histogram histogram() {
		return this.histogram;
	}

	void add(Histogram part) {
		this.histogram = (this.histogram != null) ? this.histogram.merge(part) : part;
	}

	/** By rank among all numbers; NaN for the ranks beyond the sample's ends. */
	private double orderStatistic(long rank) {
		ColumnTotals totals = this.moments.totals();
		if (rank < 1 || rank > totals.numbers()) {
			return Double.NaN;
		}
		long among = rank - totals.negativeInfinite();
		if (among < 1) {
			return Double.NEGATIVE_INFINITY;
		}
		return (among > totals.count()) ? Double.POSITIVE_INFINITY : finite(among);
	}

	private double finite(long rank) {
		return this.orderStatistics.getOrDefault(rank, Double.NaN);
	}

}
