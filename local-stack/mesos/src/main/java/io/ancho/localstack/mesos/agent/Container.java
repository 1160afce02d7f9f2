package io.ancho.localstack.mesos.agent;

import java.util.OptionalInt;

/**
 * What runs a task's command.
 */
interface Container {

	/**
	 * The exit status once the command has ended: 128 and the signal's number if a signal
	 * ended it.
	 * @return the status, or empty while it runs or if it will never be known
	 */
	OptionalInt exitStatus();

	/**
	 * Whether somebody is still there to tell the exit status.
	 * @return whether what watches the command is alive
	 */
	boolean attended();

	/**
	 * Sends a signal to all of it.
	 * @param signal the signal's name without SIG
	 * @return whether there was something to send it to
	 */
	boolean signal(String signal);

}
