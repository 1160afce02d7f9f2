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

	private final Clock clock;

	private final Map<String, Member> members = new HashMap<>();

	PoolSlots(Clock clock) {
		this.clock = clock;
	}

	private record Member(int slots, Instant heard) {
	}

	synchronized void heard(String executor, int slots) {
		this.members.put(executor, new Member(Math.max(1, slots), this.clock.instant()));
	}

	/**
	 * The slots of the executors that reported a chunk in the last two minutes.
	 * @return 1 or more
	 */
	synchronized int count() {
		Instant horizon = this.clock.instant().minus(REMEMBERED);
		this.members.values().removeIf((member) -> member.heard().isBefore(horizon));
		return Math.max(1, this.members.values().stream().mapToInt(Member::slots).sum());
	}

}
