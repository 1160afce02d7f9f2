package io.ancho.gateway.limit;

import java.time.Duration;

import io.ancho.gateway.problem.Problem;
import io.ancho.gateway.problem.ProblemException;

import org.springframework.util.unit.DataSize;

/**
 * How fast the body of a request comes in, and whether that is fast enough.
 */
class BodyRate {

	private final DataSize least;

	private final Duration patience;

	private long waitedNanos;

	/**
	 * A body that has not begun.
	 * @param least how many bytes a second must come
	 * @param patience how long it may be waited for in any case
	 */
	BodyRate(DataSize least, Duration patience) {
		this.least = least;
		this.patience = patience;
	}

	/**
	 * Counts a wait.
	 * @param bytes how many have come in all
	 * @param nanos how long was waited for the latest
	 * @throws ProblemException {@code too-slow} if more should have come by now
	 */
	void check(long bytes, long nanos) {
		this.waitedNanos += nanos;
		long beyond = this.waitedNanos - this.patience.toNanos();
		if (beyond > 0 && bytes < this.least.toBytes() * (beyond / 1e9)) {
			throw new ProblemException(Problem.TOO_SLOW, "the body of this request came at less than "
					+ this.least.toBytes() + " bytes a second: send it faster, or in parts");
		}
	}

}
