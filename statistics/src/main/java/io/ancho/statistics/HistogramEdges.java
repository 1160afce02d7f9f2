package io.ancho.statistics;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

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

	/** Beyond, differences of values may be beyond doubles. */
	private static final double LARGE = 0x1p1000;

	/** Beyond, doubles may not hold what lies between two whole numbers. */
	private static final double MOST_WHOLE = 0x1p51;

	private HistogramEdges() {
	}

	/**
	 * Bins of equal width after Freedman and Diaconis (1981), 2·IQR·count^(−1/3), but at
	 * least 10 and at most 200 of them. Where the data reaches further than six
	 * interquartile ranges beyond a quartile, the equal bins end there and one wide bin
	 * takes the rest of that tail, so that a few far values do not squeeze all others
	 * into one bin. Where half of the data is one value, the width is Scott's (1979),
	 * 3.49·s·count^(−1/3). Bins of whole numbers are as many whole numbers wide, at least
	 * one, as make no more bins than that, and their edges lie between whole numbers.
	 * @param moments the moments of the data, of at least one finite value
	 * @param lowerQuartile the quantile of 0.25 of the finite values
	 * @param upperQuartile their quantile of 0.75
	 * @return the edges in ascending order, the first at or below the least finite value,
	 * the last at or above the greatest
	 */
	public static double[] of(ColumnMoments moments, double lowerQuartile, double upperQuartile) {
		double least = moments.totals().least();
		double most = moments.totals().most();
		double reach = Math.max(Math.abs(least), Math.abs(most));
		int shift = (reach > LARGE) ? 2 : 0;
		double scale = Math.scalb(1.0, -shift);
		Quartiles quartiles = new Quartiles(lowerQuartile * scale, upperQuartile * scale);
		double deviation = (quartiles.spread() > 0) ? 0 : moments.standardDeviation(shift);
		double width = quartiles.width(deviation) / cubeRoot(moments.count());
		boolean whole = moments.totals().whole() && reach <= MOST_WHOLE;
		double[] edges = edges(least * scale, most * scale, quartiles, width, whole);
		return Arrays.stream(edges)
			.map((edge) -> Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, edge / scale)))
			.toArray();
	}

	private static double[] edges(double least, double most, Quartiles quartiles, double width, boolean whole) {
		if (!(least < most)) {
			return around(least);
		}
		boolean trimmed = quartiles.spread() > 0;
		double low = quartiles.lower() - FAR * quartiles.spread();
		double high = quartiles.upper() + FAR * quartiles.spread();
		if (whole) {
			low = trimmed ? Math.max(least, Math.floor(low)) : least;
			high = trimmed ? Math.min(most, Math.ceil(high)) : most;
			return wholeEdges((long) least, (long) low, bins(high - low, width), (long) high, (long) most);
		}
		low = trimmed ? Math.max(least, low) : least;
		high = trimmed ? Math.min(most, high) : most;
		return equalEdges(least, low, bins(high - low, width), high, most);
	}

	/** By Newton's iteration from above, the same bits on every machine. */
	private static double cubeRoot(double x) {
		double root = x;
		for (double closer = newton(x, root); closer < root; closer = newton(x, root)) {
			root = closer;
		}
		return root;
	}

	private static double newton(double x, double root) {
		return (2 * root + x / (root * root)) / 3;
	}

	private static int bins(double span, double width) {
		double wanted = (width > 0) ? span / width : Double.POSITIVE_INFINITY;
		return (wanted >= MOST) ? MOST : Math.max(FEWEST, (int) Math.ceil(wanted));
	}

	private static double[] equalEdges(double least, double low, int bins, double high, double most) {
		double step = (high - low) / bins;
		if (!(step > Math.ulp(low) && step > Math.ulp(high))) {
			return new double[] { least, most };
		}
		DoubleStream inner = IntStream.range(0, bins).mapToDouble((i) -> low + i * step);
		DoubleStream first = (least < low) ? DoubleStream.of(least) : DoubleStream.empty();
		DoubleStream last = (high < most) ? DoubleStream.of(high, most) : DoubleStream.of(high);
		return DoubleStream.concat(DoubleStream.concat(first, inner), last).toArray();
	}

	private static double[] wholeEdges(long least, long low, int mostBins, long high, long most) {
		long values = high - low + 1;
		long step = (values + mostBins - 1) / mostBins;
		long bins = (values + step - 1) / step;
		DoubleStream inner = LongStream.rangeClosed(0, bins).mapToDouble((i) -> low + i * step - 0.5);
		DoubleStream first = (least < low) ? DoubleStream.of(least - 0.5) : DoubleStream.empty();
		boolean hasTail = most > low + bins * step - 0.5;
		DoubleStream last = hasTail ? DoubleStream.of(most + 0.5) : DoubleStream.empty();
		return DoubleStream.concat(DoubleStream.concat(first, inner), last).toArray();
	}

	/** One bin around data of one value. */
	private static double[] around(double value) {
		return new double[] { Math.min(value - 0.5, Math.nextDown(value)), Math.max(value + 0.5, Math.nextUp(value)) };
	}

	/**
	 * The quartiles of the data.
	 */
	private record Quartiles(double lower, double upper) {

		double spread() {
			return this.upper - this.lower;
		}

		/** The wanted width of a bin, but for the cube root of the count. */
		double width(double deviation) {
			return (spread() > 0) ? 2 * spread() : 3.49 * deviation;
		}

	}

}
