package io.ancho.worker.chunk;

/**
 * A chunk's run has ended, and with it the chunk's runner.
 */
final class RunEndedException extends RuntimeException {

	RunEndedException(String run) {
		super("run " + run + " has ended");
	}

}
