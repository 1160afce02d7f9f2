package io.ancho.worker.python;

import io.ancho.events.ChunkFailed;

/**
 * A runner is gone in the middle of a request: it ended, was ended, kept silent for too
 * long or did not speak the protocol. It may be the model's doing or somebody else's, so
 * another attempt in a fresh process decides.
 */
public final class RunnerLostException extends RuntimeException {

	private final ChunkFailed.Cause kind;

	RunnerLostException(ChunkFailed.Cause kind, String message) {
		super(message);
		this.kind = kind;
	}

	/**
	 * What it is if it happens again: the model's fault.
	 * @return the fault to report
	 */
	public ModelFault asFault() {
		return new ModelFault(this.kind, String.valueOf(getMessage()));
	}

}
