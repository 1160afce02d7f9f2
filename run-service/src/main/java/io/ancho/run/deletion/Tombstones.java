package io.ancho.run.deletion;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The timestamps of what is deleted for ever. They lie in the future, so that whatever an
 * executor or another service still writes under a deleted run's keys, by whatever clock,
 * is deleted as it is written. A run's id is never given again, so nothing else is hit.
 * Cassandra keeps tombstones for ten days ({@code gc_grace_seconds}), longer than Kafka
 * keeps the chunks that could make anyone write.
 */
final class Tombstones {

	private static final Duration AHEAD = Duration.ofDays(30);

	private Tombstones() {
	}

	/**
	 * The timestamp of a deletion now.
	 * @return microseconds since 1970
	 */
	static long timestamp() {
		return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now().plus(AHEAD));
	}

}
