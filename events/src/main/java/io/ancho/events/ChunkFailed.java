package io.ancho.events;

/**
 * A chunk cannot be executed, here or elsewhere, and it is the model's doing: it does not
 * load, its environment cannot be made, its outputs are not as before, or its process
 * died. Trouble of the infrastructure is never reported so: the chunk goes back to the
 * queue.
 *
 * @param run the run's id
 * @param executor the executor that tried
 * @param first the chunk's first sequence
 * @param count how many sequences it had
 * @param cause what kind of trouble it is
 * @param message what happened, for the model's author
 */
public record ChunkFailed(String run, String executor, long first, int count, Cause cause,
		String message) implements ChunkEvent {

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

		/** The model's process died: exit, signal, out of memory. */
		PROCESS,

		/** A sequence, or block, took longer than {@code sequence_timeout}. */
		TIMEOUT

	}

}
