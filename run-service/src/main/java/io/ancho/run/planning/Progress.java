package io.ancho.run.planning;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How far a run is.
 *
 * @param total its sequences
 * @param completed how many are in, failed ones included
 * @param failed how many failed
 * @param contiguous how many are in without a gap from sequence 0 on
 * @param perSecond how many come in a second, lately; 0 while nothing moves
 * @param eta how long it will take at that rate, or null if that cannot be said
 */
public record Progress(long total, long completed, long failed, long contiguous, double perSecond,
		@Nullable Duration eta) {

	/**
	 * The progress of a run that has none.
	 * @param total its sequences
	 * @return nothing done
	 */
	public static Progress none(long total) {
		return new Progress(total, 0, 0, 0, 0, null);
	}

	/**
	 * The same when nothing moves any more.
	 * @return without rate and estimate
	 */
	public Progress still() {
		return new Progress(this.total, this.completed, this.failed, this.contiguous, 0, null);
	}

}
