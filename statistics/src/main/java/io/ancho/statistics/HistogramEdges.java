package io.ancho.statistics;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Where to put the edges of a histogram.
 */
public final class HistogramEdges {

	private static final int FEWEST = 10;

	private static final int MOST = 200;

	/**
	 * A normal sample stays within 5.4 interquartile ranges of its quartiles for any
	 * count.
	 */
	private static final double FAR = 6;

	private HistogramEdges() {
	}

	/**
	 * Bins of equal width after Freedman and Diaconis (1981), 2·IQR·count^(−1/3), but at
	 * least 10 and at most 200 of them. Where the data reaches further than six
	 * interquartile ranges beyond a quartile, the equal bins end there and one wide bin
	 * takes the rest of that tail, so that a few far values do not squeeze all others
	 * into one bin. Where half of the data is one value, the width is Scott's (1979),
	 * 3.49·s·count^(−1/3).
	 * @param moments the data's moments, of at least one value
	 * @param lowerQuartile the data's quantile of 0.25
	 * @param upperQuartile the data's quantile of 0.75
	 * @return the edges in ascending order, the first at or below the minimum, the last
	 * at or above the maximum
	 */
	public static double[] of(Moments moments, double lowerQuartile, double upperQuartile) {
		double min = moments.min();
		double max = moments.max();
		double range = upperQuartile - lowerQuartile;
		double low = (range > 0) ? Math.max(min, lowerQuartile - FAR * range) : min;
		double high = (range > 0) ? Math.min(max, upperQuartile + FAR * range) : max;
		double width = ((range > 0) ? 2 * range : 3.49 * moments.standardDeviation()) / Math.cbrt(moments.count());
		double step = (high - low) / bins((high - low) / width);
		if (!(step > Math.ulp(low) && step > Math.ulp(high) && Double.isFinite(step))) {
			return single(min, max);
		}
		return edges(min, low, step, (int) Math.round((high - low) / step), high, max);
	}

	private static int bins(double wanted) {
		return (int) Math.min(MOST, Math.max(FEWEST, Math.ceil(wanted)));
	}

	private static double[] edges(double min, double low, double step, int bins, double high, double max) {
		DoubleStream inner = IntStream.range(0, bins).mapToDouble((i) -> low + i * step);
		DoubleStream first = (min < low) ? DoubleStream.of(min) : DoubleStream.empty();
		DoubleStream last = (high < max) ? DoubleStream.of(high, max) : DoubleStream.of(high);
		return DoubleStream.concat(DoubleStream.concat(first, inner), last).toArray();
	}

	/** One bin around data of one value, or of a spread that doubles cannot divide. */
	private static double[] single(double min, double max) {
		if (min < max) {
			return new double[] { min, max };
		}
		return new double[] { Math.min(min - 0.5, Math.nextDown(min)), Math.max(max + 0.5, Math.nextUp(max)) };
	}

}
