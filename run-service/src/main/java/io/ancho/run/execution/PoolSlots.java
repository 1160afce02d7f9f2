package io.ancho.run.execution;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import org.springframework.stereotype.Component;

/**
 * How many slots the pool has, by what its executors said lately.
 */
@Component
class PoolSlots {

	private static final Duration REMEMBERED = Duration.ofMinutes(2);

	private static final double CHUNKS = 3;

	private final Clock clock;

	private final Map<String, Member> members = new HashMap<>();

	PoolSlots(Clock clock) {
		this.clock = clock;
	}

	private record Member(int slots, Instant end) {
	}

	/**
	 * An executor has reported a chunk.
	 * @param executor the executor
	 * @param slots how many slots it has
	 * @param seconds how long the chunk took; the next may take as long
	 */
	synchronized void heard(String executor, int slots, double seconds) {
		Duration until = REMEMBERED.plusMillis((long) (CHUNKS * 1000 * seconds));
		this.members.put(executor, new Member(Math.max(1, slots), this.clock.instant().plus(until)));
	}

	/**
	 * The slots of the executors that reported a chunk in the last two minutes, and in
	 * the time of three of their chunks.
	 * @return 1 or more
	 */
	synchronized int count() {
		Instant now = this.clock.instant();
		this.members.values().removeIf((member) -> member.end().isBefore(now));
		return Math.max(1, this.members.values().stream().mapToInt(Member::slots).sum());
	}

}
