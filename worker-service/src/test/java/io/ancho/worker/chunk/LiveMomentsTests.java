package io.ancho.worker.chunk;

import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.Random;

import io.ancho.events.PartialMoments;
import io.ancho.statistics.Moments;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class LiveMomentsTests {

	@Test
	void agreeWithTheExactOnesHoweverTheDataIsCut() {
		double[] values = new Random(1).doubles(10_000, 1e6, 1e6 + 3).toArray();
		Moments exact = Moments.of(values);
		PartialMoments whole = LiveMoments.of(DoubleBuffer.wrap(values), 0);
		PartialMoments cut = LiveMoments.of(DoubleBuffer.wrap(values, 0, 17), 0)
			.merge(LiveMoments.of(DoubleBuffer.wrap(values, 17, 9_983), 0));
		for (PartialMoments moments : new PartialMoments[] { whole, cut }) {
			assertThat(moments.count()).isEqualTo(exact.count());
			assertThat(moments.mean()).isCloseTo(exact.mean(), within(1e-8));
			assertThat(moments.m2()).isCloseTo(exact.m2(), within(exact.m2() * 1e-9));
			assertThat(moments.min()).isEqualTo(exact.min());
			assertThat(moments.max()).isEqualTo(exact.max());
		}
	}

	@Test
	void valuesThatAreNotFiniteAreCountedButForThoseOfFailedSequences() {
		double infinity = Double.POSITIVE_INFINITY;
		double[] values = { Double.NaN, 1, -infinity, 3, infinity, Double.NaN, infinity };
		assertThat(LiveMoments.of(DoubleBuffer.wrap(values), 1)).isEqualTo(new PartialMoments(2, 1, 3, 2, 2, 2, 1, 3));
		assertThat(LiveMoments.of(DoubleBuffer.wrap(new double[] { Double.NaN }), 1)).isEqualTo(PartialMoments.NONE);
	}

	@Test
	void theMomentsOfEqualValuesAreExact() {
		double[] values = new double[5000];
		Arrays.fill(values, 0.1);
		assertThat(LiveMoments.of(DoubleBuffer.wrap(values), 0))
			.isEqualTo(new PartialMoments(5000, 0, 0, 0, 0.1, 0, 0.1, 0.1));
	}

	@Test
	void theLargestDoublesDoNotOverflowTheMean() {
		double[] values = { Double.MAX_VALUE, Double.MAX_VALUE };
		assertThat(LiveMoments.of(DoubleBuffer.wrap(values), 0).mean()).isEqualTo(Double.MAX_VALUE);
	}

}
