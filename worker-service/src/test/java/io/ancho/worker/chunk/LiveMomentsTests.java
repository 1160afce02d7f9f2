package io.ancho.worker.chunk;

import java.nio.DoubleBuffer;
import java.util.Random;

import io.ancho.statistics.Moments;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class LiveMomentsTests {

	@Test
	void agreeWithTheExactOnesHoweverTheDataIsCut() {
		double[] values = new Random(1).doubles(10_000, 1e6, 1e6 + 3).toArray();
		Moments exact = Moments.of(values);
		LiveMoments whole = LiveMoments.of(DoubleBuffer.wrap(values));
		LiveMoments cut = LiveMoments.of(DoubleBuffer.wrap(values, 0, 17))
			.and(LiveMoments.of(DoubleBuffer.wrap(values, 17, 9_983)));
		for (LiveMoments moments : new LiveMoments[] { whole, cut }) {
			assertThat(moments.count()).isEqualTo(exact.count());
			assertThat(moments.mean()).isCloseTo(exact.mean(), within(1e-8));
			assertThat(moments.m2()).isCloseTo(exact.m2(), within(exact.m2() * 1e-9));
			assertThat(moments.min()).isEqualTo(exact.min());
			assertThat(moments.max()).isEqualTo(exact.max());
		}
	}

	@Test
	void valuesThatAreNotFiniteDoNotCount() {
		LiveMoments moments = LiveMoments.of(DoubleBuffer
			.wrap(new double[] { Double.NaN, 1, Double.NEGATIVE_INFINITY, 3, Double.POSITIVE_INFINITY }));
		assertThat(moments).isEqualTo(new LiveMoments(2, 2, 2, 1, 3));
		assertThat(LiveMoments.of(DoubleBuffer.wrap(new double[] { Double.NaN })).report().count()).isZero();
	}

	@Test
	void theLargestDoublesDoNotOverflowTheMean() {
		double[] values = { Double.MAX_VALUE, Double.MAX_VALUE };
		assertThat(LiveMoments.of(DoubleBuffer.wrap(values)).mean()).isEqualTo(Double.MAX_VALUE);
	}

}
