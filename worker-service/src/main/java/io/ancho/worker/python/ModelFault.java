package io.ancho.worker.python;

import io.ancho.events.ChunkFailed;

/**
 * A chunk cannot be executed, and it is the model's doing.
 */
public final class ModelFault extends RuntimeException {

	private final ChunkFailed.Cause kind;

	/**
	 * A fault of the model.
	 * @param kind what kind of trouble it is
	 * @param message what happened, for the model's author
	 */
	public ModelFault(ChunkFailed.Cause kind, String message) {
		super(message);
		this.kind = kind;
	}

	/**
	 * What kind of trouble it is.
	 * @return the cause, as reported
	 */
	public ChunkFailed.Cause kind() {
		return this.kind;
	}

}
