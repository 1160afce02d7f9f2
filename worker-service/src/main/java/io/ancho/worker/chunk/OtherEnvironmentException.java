package io.ancho.worker.chunk;

import io.ancho.events.Environment;

/**
 * A run's model has another environment here than in the run, and so might have other
 * numbers.
 */
final class OtherEnvironmentException extends RuntimeException {

	private final transient Environment environment;

	/**
	 * An environment that is not the run's.
	 * @param environment what it is here
	 */
	OtherEnvironmentException(Environment environment) {
		super("its environment is another one here: " + environment.digest());
		this.environment = environment;
	}

	Environment environment() {
		return this.environment;
	}

}
