package io.ancho.localstack.mesos.wire;

/**
 * A body that is not a call; the message is what the caller is told.
 */
final class UnreadableCallException extends RuntimeException {

	UnreadableCallException(String message) {
		super(message);
	}

}
