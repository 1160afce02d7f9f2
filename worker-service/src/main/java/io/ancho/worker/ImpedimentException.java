package io.ancho.worker;

import io.ancho.events.ChunkFailed.Cause;
import org.jspecify.annotations.Nullable;

/**
 * Something is in the way of one chunk that need not be in the way of others: the chunk
 * goes back to run-service, which lets it be tried again, and ends the run if the same
 * happens again and again.
 */
public final class ImpedimentException extends RuntimeException {

	private final Cause kind;

	/**
	 * Trouble with one chunk.
	 * @param kind what kind of trouble it is
	 * @param message what happened, for the model's author
	 * @param cause why, or null
	 */
	public ImpedimentException(Cause kind, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.kind = kind;
	}

	/**
	 * What kind of trouble it is.
	 * @return the cause, as reported
	 */
	public Cause kind() {
		return this.kind;
	}

}
