package io.ancho.worker;

import org.jspecify.annotations.Nullable;

/**
 * Something that is not the model's doing is in the way: a service, a broker, the
 * network, this machine. The chunk goes back to the queue, and another attempt may
 * succeed.
 */
public final class InfrastructureException extends RuntimeException {

	/**
	 * Trouble of the infrastructure.
	 * @param message what cannot be done, for an operator
	 * @param cause why
	 */
	public InfrastructureException(String message, @Nullable Throwable cause) {
		super((cause != null) ? message + ": " + cause.getMessage() : message, cause);
	}

}
