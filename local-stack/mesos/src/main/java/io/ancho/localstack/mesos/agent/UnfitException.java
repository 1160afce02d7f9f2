package io.ancho.localstack.mesos.agent;

/**
 * A task asks for what its executor cannot give. The message is that of the task's last
 * update.
 */
final class UnfitException extends Exception {

	UnfitException(String message) {
		super(message);
	}

}
