package io.ancho.statistics;

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HistogramTests {

	private static final double[] EDGES = { 0, 1, 2, 4 };

	@Test
	void aBinHoldsItsLowerEdgeAndTheLastBothEdges() {
		Histogram histogram = Histogram.of(EDGES, new double[] { 0, 0.5, 1, 1, 2, 4 });
		assertThat(histogram.counts()).containsExactly(2, 2, 2);
		assertThat(histogram.edges()).containsExactly(EDGES);
	}

	@Test
	void anySplitMergesToTheWhole() {
		double[] values = new Random(3).doubles(1000, 0, 4).sorted().toArray();
		double[] odd = every(values, 1);
		double[] even = every(values, 0);
		Histogram merged = Histogram.of(EDGES, odd).merge(Histogram.of(EDGES, even));
		assertThat(merged).usingRecursiveComparison().isEqualTo(Histogram.of(EDGES, values));
		assertThat(Arrays.stream(merged.counts()).sum()).isEqualTo(1000);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> merged.merge(Histogram.of(new double[] { 0, 9 }, values)));
	}

	@Test
	void normalDataGetsBinsOfOneWidth() {
		double[] sorted = new Random(1).doubles(100_000).map(Normal::quantile).sorted().toArray();
		double[] edges = edges(sorted);
		assertThat(edges.length).isBetween(60, 201);
		assertThat(edges[0]).isEqualTo(sorted[0]);
		assertThat(edges[edges.length - 1]).isEqualTo(sorted[sorted.length - 1]);
		double width = edges[1] - edges[0];
		for (int i = 1; i < edges.length; i++) {
			assertThat(edges[i] - edges[i - 1]).isCloseTo(width, org.assertj.core.data.Percentage.withPercentage(1e-8));
		}
	}

	@Test
	void aHeavyTailIsOneBinAndStillCounted() {
		double[] sorted = new Random(1).doubles(100_000).map((u) -> Math.tan(Math.PI * (u - 0.5))).sorted().toArray();
		double[] edges = edges(sorted);
		long[] counts = Histogram.of(edges, sorted).counts();
		assertThat(Arrays.stream(counts).sum()).isEqualTo(100_000);
		assertThat(edges.length).isLessThanOrEqualTo(203);
		assertThat(Arrays.stream(counts).max().orElseThrow()).isLessThan(10_000);
	}

	@Test
	void oneValueGetsOneBinAroundIt() {
		assertThat(HistogramEdges.of(ColumnMoments.of(7, 7), 7, 7)).containsExactly(6.5, 7.5);
		double[] huge = HistogramEdges.of(ColumnMoments.of(1e300), 1e300, 1e300);
		assertThat(huge[0]).isLessThan(1e300).isLessThan(huge[1]);
	}

	@Test
	void halfTheDataInOneValueStillSpreadsTheRest() {
		double[] sorted = new double[1000];
		Arrays.setAll(sorted, (i) -> (i < 900) ? 0 : i - 899);
		double[] edges = edges(sorted);
		assertThat(edges.length).isGreaterThanOrEqualTo(11);
		assertThat(edges[edges.length - 1]).isBetween(100.5, 102.0);
	}

	@Test
	void edgesOfWholeNumbersLieBetweenThem() {
		double[] dice = new Random(1).ints(10_000, 1, 7).asDoubleStream().sorted().toArray();
		assertThat(edges(dice)).containsExactly(0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5);
		double[] sums = new Random(1).ints(100_000, 900, 1200).asDoubleStream().sorted().toArray();
		double[] edges = edges(sums);
		assertThat(edges.length).isLessThanOrEqualTo(201);
		double width = edges[1] - edges[0];
		for (int i = 0; i < edges.length; i++) {
			assertThat(edges[i]).isEqualTo(899.5 + i * width);
		}
		assertThat(width).isEqualTo(Math.rint(width)).isGreaterThan(1);
	}

	@Test
	void theLargestDoublesHaveFiniteEdges() {
		double largest = Double.MAX_VALUE;
		double[] sorted = { -largest, -largest, 1, largest, largest };
		double[] edges = HistogramEdges.of(ColumnMoments.of(sorted), -largest, largest);
		assertThat(edges).hasSize(11).isSorted();
		assertThat(edges[0]).isEqualTo(-largest);
		assertThat(edges[10]).isEqualTo(largest);
		assertThat(HistogramEdges.of(ColumnMoments.of(largest), largest, largest)[1]).isEqualTo(largest);
	}

	private static double[] edges(double[] sorted) {
		return HistogramEdges.of(ColumnMoments.of(sorted), sorted[sorted.length / 4], sorted[3 * sorted.length / 4]);
	}

	private static double[] every(double[] values, int parity) {
		return java.util.stream.IntStream.range(0, values.length)
			.filter((i) -> i % 2 == parity)
			.mapToDouble((i) -> values[i])
			.toArray();
	}

}
