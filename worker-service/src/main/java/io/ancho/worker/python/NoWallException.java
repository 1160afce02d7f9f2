package io.ancho.worker.python;

/**
 * A wall around models is required, and this machine cannot build it.
 */
final class NoWallException extends RuntimeException {

	NoWallException(String why) {
		super("Models cannot be walled off here: " + why
				+ " Install bubblewrap 0.8 or newer and allow it user namespaces (docs/security.md says how),"
				+ " or set ANCHO_SANDBOX=none to run models without a wall.");
	}

}
