package io.ancho.run.execution;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.ancho.events.ChunkFailed;
import io.ancho.events.ChunkFailed.Cause;
import io.ancho.events.ChunkImpeded;
import org.jspecify.annotations.Nullable;

/**
 * What was in the way of a run's chunks. The same cause three times in the same chunk is
 * the run's own fault, whichever executors it met; an outage never is.
 */
final class Impediments {

	static final int ENOUGH = 3;

	private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

	/** At most a minute, by outages alone. */
	private static final int MAX_DOUBLINGS = 6;

	private final Map<Occasion, Integer> times = new HashMap<>();

	private record Occasion(long first, @Nullable Cause cause) {
	}

	/**
	 * Notes what was in the way.
	 * @param report the report
	 * @return the chunk's failure if it is the run's own by now, or null
	 */
	@Nullable ChunkFailed note(ChunkImpeded report) {
		int times = this.times.merge(occasion(report), 1, Integer::sum);
		if (report.cause() == null || times < ENOUGH) {
			return null;
		}
		return new ChunkFailed(report.run(), report.executor(), report.first(), report.count(), report.cause(),
				report.message(), 0, null);
	}

	/**
	 * After how long to try again.
	 * @param report what was noted last
	 * @return twice as long each time
	 */
	Duration pause(ChunkImpeded report) {
		int before = Math.max(0, this.times.getOrDefault(occasion(report), 1) - 1);
		return FIRST_PAUSE.multipliedBy(1L << Math.min(MAX_DOUBLINGS, before));
	}

	/**
	 * A chunk has come in.
	 * @param first its first sequence
	 */
	void forget(long first) {
		this.times.keySet().removeIf((occasion) -> occasion.first() == first);
	}

	private static Occasion occasion(ChunkImpeded report) {
		return new Occasion(report.first(), report.cause());
	}

}
