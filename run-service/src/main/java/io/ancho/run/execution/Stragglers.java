package io.ancho.run.execution;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Which chunks take far longer than their peers while slots have nothing to do: those are
 * worth handing out once more, since whoever computes a chunk gets the same numbers, and
 * the first to report is counted.
 */
final class Stragglers {

	/** What takes less is not worth it. */
	static final Duration LEAST = Duration.ofSeconds(5);

	private static final int EXPECTATIONS = 3;

	/** Since when slots have nothing to do, so that no chunk waits for one. */
	private @Nullable Instant since;

	/**
	 * What is known of the slots now.
	 * @param idle whether there is one with nothing to do
	 * @param now the time
	 */
	void look(boolean idle, Instant now) {
		if (!idle) {
			this.since = null;
		}
		else if (this.since == null) {
			this.since = now;
		}
	}

	/**
	 * Whether a chunk straggles.
	 * @param sent when it was put in the queue
	 * @param expected how long it should take, or null if that is not known
	 * @param now the time
	 * @return whether it has taken three times as long and more
	 */
	boolean include(Instant sent, @Nullable Duration expected, Instant now) {
		if (this.since == null || expected == null) {
			return false;
		}
		Instant begun = sent.isAfter(this.since) ? sent : this.since;
		Duration slow = expected.multipliedBy(EXPECTATIONS);
		return begun.plus((slow.compareTo(LEAST) > 0) ? slow : LEAST).isBefore(now);
	}

}
