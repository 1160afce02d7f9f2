package io.ancho.run.planning;

/**
 * How fast the model is, on one slot.
 *
 * @param secondsPerSequence a running mean of what was measured, more than 0; recent
 * chunks weigh more
 * @param largest the largest chunk that has come in
 */
record Pace(double secondsPerSequence, int largest) {

	private static final double WEIGHT = 0.3;

	/** The clock's own error: what is measured below this says nothing. */
	private static final double SHORTEST_SECONDS = 1e-3;

	static Pace measured(int count, double seconds) {
		return new Pace(perSequence(count, seconds), count);
	}

	Pace and(int count, double seconds) {
		double mean = (1 - WEIGHT) * this.secondsPerSequence + WEIGHT * perSequence(count, seconds);
		return new Pace(mean, Math.max(this.largest, count));
	}

	double seconds(long count) {
		return count * this.secondsPerSequence;
	}

	private static double perSequence(int count, double seconds) {
		return Math.max(SHORTEST_SECONDS, seconds) / count;
	}

}
