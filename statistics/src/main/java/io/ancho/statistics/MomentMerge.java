package io.ancho.statistics;

/**
 * Pébay's pairwise formulas (Sandia report SAND2008-6212, equations 2.1 to 2.4), written
 * with the parts' shares of the whole in place of products of counts, which would not be
 * exact.
 */
final class MomentMerge {

	private final Moments a;

	private final Moments b;

	private final long count;

	private final DoubleDouble shareA;

	private final DoubleDouble shareB;

	private final DoubleDouble delta;

	private final DoubleDouble delta2;

	private MomentMerge(Moments a, Moments b) {
		this.a = a;
		this.b = b;
		this.count = a.count() + b.count();
		this.shareA = DoubleDouble.of(a.count()).dividedBy(this.count);
		this.shareB = DoubleDouble.of(b.count()).dividedBy(this.count);
		this.delta = b.exactMean().minus(a.exactMean());
		this.delta2 = this.delta.times(this.delta);
	}

	static Moments merge(Moments a, Moments b) {
		if (a.count() == 0 || b.count() == 0) {
			return withoutFormulas((a.count() == 0) ? b : a, a.nanCount() + b.nanCount(),
					a.infiniteCount() + b.infiniteCount());
		}
		MomentMerge merge = new MomentMerge(a, b);
		return new Moments(merge.count, a.nanCount() + b.nanCount(), a.infiniteCount() + b.infiniteCount(),
				a.exactMean().plus(merge.delta.times(merge.shareB)), merge.m2(), merge.m3(), merge.m4(),
				Math.min(a.min(), b.min()), Math.max(a.max(), b.max()));
	}

	private static Moments withoutFormulas(Moments m, long nanCount, long infiniteCount) {
		return new Moments(m.count(), nanCount, infiniteCount, m.exactMean(), m.exactM2(), m.exactM3(), m.exactM4(),
				m.min(), m.max());
	}

	private DoubleDouble m2() {
		return this.a.exactM2().plus(this.b.exactM2()).plus(between());
	}

	private DoubleDouble m3() {
		DoubleDouble within = this.shareA.times(this.b.exactM2()).minus(this.shareB.times(this.a.exactM2()));
		return this.a.exactM3()
			.plus(this.b.exactM3())
			.plus(between().times(this.delta).times(this.shareA.minus(this.shareB)))
			.plus(this.delta.times(within).times(3));
	}

	private DoubleDouble m4() {
		DoubleDouble squareA = this.shareA.times(this.shareA);
		DoubleDouble squareB = this.shareB.times(this.shareB);
		DoubleDouble shape = squareA.minus(this.shareA.times(this.shareB)).plus(squareB);
		DoubleDouble second = squareA.times(this.b.exactM2()).plus(squareB.times(this.a.exactM2()));
		DoubleDouble third = this.shareA.times(this.b.exactM3()).minus(this.shareB.times(this.a.exactM3()));
		return this.a.exactM4()
			.plus(this.b.exactM4())
			.plus(between().times(this.delta2).times(shape))
			.plus(this.delta2.times(second).times(6))
			.plus(this.delta.times(third).times(4));
	}

	/** δ²·n_A·n_B / n, the part of the squares that lies between the means. */
	private DoubleDouble between() {
		return this.delta2.times(this.shareB).times(this.a.count());
	}

}
