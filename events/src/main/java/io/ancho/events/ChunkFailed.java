package io.ancho.events;

import org.jspecify.annotations.Nullable;

/**
 * A chunk cannot be executed, here or elsewhere, and it is the model's doing: it does not
 * load, its environment cannot be made, its outputs are not as before, or more of its
 * sequences failed than may. Trouble of the infrastructure is never reported so: the
 * chunk goes back to the queue.
 *
 * @param run the run's id
 * @param executor the executor that tried
 * @param first the chunk's first sequence
 * @param count how many sequences it had
 * @param cause what kind of trouble it is
 * @param message what happened, for the model's author
 * @param failed how many of its sequences failed before the executor gave up
 * @param firstFailure the first of them, or null if none failed
 */
public record ChunkFailed(String run, String executor, long first, int count, Cause cause, String message, long failed,
		@Nullable SequenceFailure firstFailure) implements ChunkEvent {

	/**
	 * Why a chunk cannot be executed.
	 */
	public enum Cause {

		/** The model's requirements cannot be installed. */
		ENVIRONMENT,

		/** The model cannot be loaded, or refuses the starting values. */
		MODEL,

		/** The model's outputs or the targets do not fit each other. */
		OUTPUTS,

		/** More sequences failed than {@code max_failures} allows. */
		FAILURES,

		/** The store calls the results invalid, or they cannot be reported. */
		STORAGE,

		/** A defect of the executor that this chunk brings to light. */
		UNEXPECTED

	}

}
