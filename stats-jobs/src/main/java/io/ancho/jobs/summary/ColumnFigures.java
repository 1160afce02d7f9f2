package io.ancho.jobs.summary;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

import io.ancho.statistics.Histogram;
import io.ancho.statistics.HistogramEdges;
import io.ancho.statistics.Interval;
import io.ancho.statistics.Moments;
import io.ancho.statistics.Quantile;
import org.jspecify.annotations.Nullable;

/**
 * All that the summary says of one column, over its finite values.
 */
final class ColumnFigures {

	static final double CONFIDENCE = 0.95;

	private final Moments moments;

	private final Map<Long, Double> orderStatistics;

	private @Nullable Histogram histogram;

	ColumnFigures(Moments moments, Map<Long, Double> orderStatistics) {
		this.moments = moments;
		this.orderStatistics = orderStatistics;
	}

	/**
	 * The ranks that a column's figures need.
	 * @param count how many values it has
	 * @param probabilities the wanted quantiles
	 * @param details whether the quantiles' intervals and a histogram are wanted
	 * @return ranks from 1 to count
	 */
	static SortedSet<Long> ranks(long count, List<Double> probabilities, boolean details) {
		SortedSet<Long> ranks = new TreeSet<>();
		if (count == 0) {
			return ranks;
		}
		List<Double> all = new ArrayList<>(probabilities);
		all.add(0.25);
		all.add(0.75);
		for (double p : all) {
			Quantile quantile = new Quantile(p, count);
			ranks.add(quantile.lowerRank());
			ranks.add(quantile.upperRank());
		}
		if (details) {
			for (double p : probabilities) {
				Quantile.Ranks interval = new Quantile(p, count).interval(CONFIDENCE);
				ranks.add(interval.lower());
				ranks.add(interval.upper());
			}
		}
		return new TreeSet<>(ranks.subSet(1L, count + 1));
	}

	Moments moments() {
		return this.moments;
	}

	double quantile(double p) {
		if (this.moments.count() == 0) {
			return Double.NaN;
		}
		Quantile quantile = new Quantile(p, this.moments.count());
		return quantile.between(orderStatistic(quantile.lowerRank()), orderStatistic(quantile.upperRank()));
	}

	Interval quantileInterval(double p) {
		if (this.moments.count() == 0) {
			return new Interval(Double.NaN, Double.NaN);
		}
		Quantile.Ranks ranks = new Quantile(p, this.moments.count()).interval(CONFIDENCE);
		return new Interval(orderStatistic(ranks.lower()), orderStatistic(ranks.upper()));
	}

	double[] histogramEdges() {
		return HistogramEdges.of(this.moments, quantile(0.25), quantile(0.75));
	}

	@Nullable Histogram histogram() {
		return this.histogram;
	}

	void add(Histogram part) {
		this.histogram = (this.histogram != null) ? this.histogram.merge(part) : part;
	}

	/** NaN for the ranks beyond the sample's ends. */
	private double orderStatistic(long rank) {
		return this.orderStatistics.getOrDefault(rank, Double.NaN);
	}

}
