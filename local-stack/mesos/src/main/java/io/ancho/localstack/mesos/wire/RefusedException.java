package io.ancho.localstack.mesos.wire;

import io.ancho.localstack.mesos.master.Reply;

/**
 * A request that is answered with an HTTP error.
 */
final class RefusedException extends RuntimeException {

	private final int status;

	RefusedException(int status, String message) {
		super(message);
		this.status = status;
	}

	Reply reply() {
		return new Reply(this.status, String.valueOf(getMessage()));
	}

}
