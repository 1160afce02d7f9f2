package io.ancho.localstack;

/**
 * The stack cannot do what it was asked to; the message tells the user why and what to
 * do.
 */
final class StackException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	StackException(String message) {
		super(message);
	}

	StackException(String message, Throwable cause) {
		super(message, cause);
	}

}
