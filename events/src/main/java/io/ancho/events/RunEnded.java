package io.ancho.events;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A run is over: whatever still works for it stops.
 *
 * @param run the run's id
 * @param owner the user it belongs to
 * @param state how it ended
 * @param reason why, for a person, or null if it completed
 * @param at when
 */
public record RunEnded(String run, String owner, FinalState state, @Nullable String reason,
		Instant at) implements RunEvent {

	/**
	 * The states a run can end in.
	 */
	public enum FinalState {

		/** All sequences and the summary are there. */
		COMPLETED,

		/** It cannot be completed; the reason says why. */
		FAILED,

		/** The user cancelled it. */
		CANCELLED

	}

}
